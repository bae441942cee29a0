"""Proves where the documented URLs lead: renders one for each operation and asks nginx which route takes it.

    routes.py --report ROUTES.json (--kong FILE | --nginx FILE | --imported FILE) DOCUMENT...

The tables are those of `apiref routes --format kong` and `--format nginx`, or what openapi-2-kong makes of one document.
An operation that is not reached is a fault, unless the report (`apiref routes --format json`) names the pair.
"""

import argparse
import re
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator

import documents
import kong
import nginx
from loopback import Trouble, stop_on_signals

MAP = re.compile(r"^\s*map\s+(?:\"[^\"]*\"|\S+)\s+\$(\w+)\s*\{", re.MULTILINE)
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


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--report", type=Path, required=True)
    tables = parser.add_mutually_exclusive_group(required=True)
    tables.add_argument("--kong", type=Path)
    tables.add_argument("--nginx", type=Path)
    tables.add_argument("--imported", type=Path)
    parser.add_argument("documents", type=Path, nargs="+")
    arguments = parser.parse_args()
    stop_on_signals()

    operations = [one for path in arguments.documents for one in documents.operations(documents.read(path))]
    report = documents.read(arguments.report)
    table = of_nginx(arguments.nginx) if arguments.nginx else of_kong(arguments.kong or arguments.imported)
    try:
        with table as takers:
            known, faults = judge(operations, takers, named_pairs(report))
    except Trouble as trouble:
        print(kong.rotate(str(trouble)) if not arguments.nginx else trouble)
        return 1
    faults += unlisted(operations, report)
    print(f"{len(operations)} URLs, {known} misroutes that the report names, {len(faults)} faults")
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
