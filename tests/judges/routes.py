"""Proves where the documented URLs lead: renders one for each operation and asks a router which one takes it.

    routes.py --report ROUTES.json --FORM FILE DOCUMENT...

The tables are those of `apiref routes --format FORM`: kong, nginx, envoy, haproxy, caddy, traefik, krakend; or, with `--atc`, Kong's again, as its own router
reads it; or, with `--imported`, what openapi-2-kong makes of one document.
An operation that is not reached is a fault, unless the report (`apiref routes --format json`) names the pair. All but Kong's are asked as
well where HEAD goes, and with requests that are nearly for an operation: what they reach must be an operation that they fit.
"""

import argparse
import re
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Iterator
from urllib.parse import quote, unquote

import atc
import caddy
import documents
import envoy
import gin
import haproxy
import kong
import nginx
import traefik
from loopback import Trouble, stop_on_signals

MAP = re.compile(r"^\s*map\s+(?:\"[^\"]*\"|\S+)\s+\$(\w+)\s*\{", re.MULTILINE)
SLASHES = re.compile("//+")
# The percent signs of characters that mean something in a URL.
RESERVED = re.compile(r"%(3A|2F|3F|23|5B|5D|40|21|24|26|27|28|29|2A|2B|2C|3B|3D|25)", re.IGNORECASE)
# From method and path of a request to the names of the routes that take it: more than one where nothing decides.
Table = Callable[[str, str], list[str]]


@contextmanager
def of_kong(path: Path) -> Iterator[Table]:
    """The table of a declarative configuration."""
    routes = kong.routes(documents.read(path))
    with nginx.answering(*kong.every_match(routes)) as ask:

        def takers(method: str, url: str) -> list[str]:
            fitting = [routes[int(number)] for number in ask(method, url).split()]
            highest = max((route.priority for route in fitting), default=0)
            return [route.name for route in fitting if route.priority == highest]

        yield takers


@contextmanager
def of_nginx(path: Path) -> Iterator[Table]:
    """The table of a map, which sets its variable to the name of the operation."""
    maps = path.read_text(encoding="utf-8")
    variables = MAP.findall(maps)
    if len(variables) != 1:
        raise Trouble(f"{path}: one map is expected, {len(variables)} are there")
    with nginx.answering(maps, f"${variables[0]}") as ask:
        yield lambda method, url: ask(method, url).split()


def of(server: ModuleType) -> Callable[[Path], AbstractContextManager[Table]]:
    """The table of a server that says which operation it takes a request for."""

    @contextmanager
    def table(path: Path) -> Iterator[Table]:
        with server.answering(path) as ask:
            yield lambda method, url: ask(method, url).split()

    return table


def heads(operations: list[documents.Operation], table: Table, named: set[frozenset[str]]) -> Iterator[str]:
    """Lines about HEAD where it does not go where GET goes, and no operation of HEAD takes it."""
    own = {operation.id for operation in operations if operation.method == "HEAD"}
    for operation in (operation for operation in operations if operation.method == "GET"):
        url = documents.url(operation)
        takers = table("HEAD", url)
        fine = {operation.id, *own, *(taker for taker in takers if frozenset((operation.id, taker)) in named)}
        if not takers or not fine.issuperset(takers):
            yield f"HEAD {url} should reach {operation.id}, reaches {takers}"


def near_misses(operation: documents.Operation) -> Iterator[tuple[str, str]]:
    """Requests that are nearly for an operation."""
    url = documents.url(operation)
    before, _, last = url.rpartition("/")
    for near in (url + "/", url + "/more", f"{before}//{last}", before, url.replace(".", "x")):
        if near.startswith("/"):
            yield operation.method, near
    letter = next((letter for letter in url if letter.islower()), "")
    yield operation.method, url.replace(letter, letter.upper(), 1)
    yield operation.method, documents.VARIABLE.sub("a%2Fb", quote(operation.template, safe="/:@!$&'()*+,;=-._~{}%"))
    yield "PURGE", url


def travelling(text: str) -> str:
    """A path as it travels, for those that compare it so."""
    return quote(text, safe="/:@!$&'()*+,;=-._~%")


def decoded(text: str) -> str:
    """A path decoded, where several slashes are one."""
    return SLASHES.sub("/", unquote(text))


def but_reserved(text: str) -> str:
    """A path decoded but for what means something in a URL, as Traefik compares it."""
    return decoded(RESERVED.sub(lambda found: "%25" + found[1].upper(), travelling(text)))


def strays(operations: list[documents.Operation], table: Table, read: Callable[[str], str], variable: str) -> Iterator[str]:
    """Lines about requests that reach an operation whose template they do not fit, where paths are read so."""

    def template(operation: documents.Operation) -> re.Pattern[str]:
        texts = documents.VARIABLE.split(operation.template)[::2]
        return re.compile(variable.join(re.escape(read(text)) for text in texts))

    templates = {operation.id: (operation.method, template(operation)) for operation in operations}
    for method, url in sorted({near for operation in operations for near in near_misses(operation)}):
        for taker in table(method, url):
            own, pattern = templates[taker]
            is_fine = own == method or (own, method) == ("GET", "HEAD")
            if not is_fine or not pattern.fullmatch(read(url)):
                yield f"{method} {url} reaches {taker}"


def named_pairs(report: Any) -> set[frozenset[str]]:
    """The operations of each pair that the report names."""
    return {frozenset(route["operationId"] for route in pair["routes"]) for pair in report["conflicts"]}


def judge(operations: list[documents.Operation], table: Table, named: set[frozenset[str]]) -> tuple[int, list[str]]:
    """How many misroutes the report names, and lines about the others."""
    known, faults = 0, []
    for operation in operations:
        url = documents.url(operation)
        takers = table(operation.method, url)
        others = [taker for taker in takers if taker != operation.id]
        if takers == [operation.id]:
            continue
        if others and all(frozenset((operation.id, other)) in named for other in others):
            known += 1
            continue
        reached = " or ".join(takers) if takers else "no route"
        faults.append(f"{operation.method} {url} should reach {operation.id} ({operation.template}), reaches {reached}")
    return known, faults


def unlisted(operations: list[documents.Operation], report: Any) -> list[str]:
    """Operations of the documents that the report does not list."""
    listed = {(route["method"], route["path"], route["operationId"]) for route in report["routes"]}
    return [
        f"{operation.method} {operation.template} ({operation.id}) is not in the report"
        for operation in operations
        if operation[:3] not in listed
    ]


def table(arguments: argparse.Namespace) -> AbstractContextManager[Table]:
    """The table that is asked."""
    if arguments.nginx:
        return of_nginx(arguments.nginx)
    if arguments.envoy:
        return of(envoy)(arguments.envoy)
    if arguments.haproxy:
        return of(haproxy)(arguments.haproxy)
    if arguments.caddy:
        return of(caddy)(arguments.caddy)
    if arguments.traefik:
        return of(traefik)(arguments.traefik)
    if arguments.atc:
        return of(atc)(arguments.atc)
    if arguments.krakend:
        return of(gin)(arguments.krakend)
    return of_kong(arguments.kong or arguments.imported)


def reader(arguments: argparse.Namespace) -> Callable[[str], str]:
    """How the router that is asked reads a path before it compares."""
    if arguments.nginx or arguments.krakend:
        return unquote
    if arguments.caddy:
        return decoded
    if arguments.traefik:
        return but_reserved
    return atc.normalised if arguments.atc else travelling


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--report", type=Path, required=True)
    tables = parser.add_mutually_exclusive_group(required=True)
    tables.add_argument("--kong", type=Path)
    tables.add_argument("--nginx", type=Path)
    tables.add_argument("--envoy", type=Path)
    tables.add_argument("--haproxy", type=Path)
    tables.add_argument("--caddy", type=Path)
    tables.add_argument("--traefik", type=Path)
    tables.add_argument("--krakend", type=Path)
    tables.add_argument("--atc", type=Path)
    tables.add_argument("--imported", type=Path)
    parser.add_argument("documents", type=Path, nargs="+")
    arguments = parser.parse_args()
    stop_on_signals()

    operations = [one for path in arguments.documents for one in documents.operations(documents.read(path))]
    if arguments.krakend:
        # What it cannot take is left out, and the command says so.
        there = {endpoint["@comment"] for endpoint in documents.read(arguments.krakend)["endpoints"]}
        operations = [operation for operation in operations if operation.id in there]
    report = documents.read(arguments.report)
    named = named_pairs(report)
    is_own = not (arguments.kong or arguments.imported)
    try:
        with table(arguments) as takers:
            known, faults = judge(operations, takers, named)
            if is_own:
                # KrakenD has no HEAD.
                faults += [] if arguments.krakend else heads(operations, takers, named)
                read = reader(arguments)
                # gin takes nothing between two slashes for a value.
                faults += strays(operations, takers, read, "[^/]*" if arguments.krakend else "[^/]+")
    except Trouble as trouble:
        print(trouble if is_own else kong.rotate(str(trouble)))
        return 1
    faults += unlisted(operations, report)
    print(f"{len(operations)} URLs, {known} misroutes that the report names, {len(faults)} faults")
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
