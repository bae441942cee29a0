"""Routes of Kong as nginx sees them: both leave the regular expressions to PCRE.

    kong.py CONFIGURATION    asks `nginx -t` whether each route can be a location; names must be unique
"""

import codecs
import re
import sys
from pathlib import Path
from typing import Any, NamedTuple

import documents
import nginx
from loopback import Trouble

GROUP = re.compile(r"\(\?<([^>=!][^>]*)>")


class Route(NamedTuple):
    """One route; of those that fit a request, the highest priority wins."""

    name: str
    methods: list[str]
    # Regular expressions, tied to the beginning of the path of a request.
    paths: list[str]
    priority: int


def routes(configuration: Any) -> list[Route]:
    """The routes of a declarative configuration: of Kong 3, or of Kong 2, which has no `~` before an expression."""
    found = []
    for service in configuration["services"]:
        for route in service["routes"]:
            name = route["name"].removeprefix(f"{service['name']}-")
            paths = [path.removeprefix("~") for path in route["paths"]]
            found.append(Route(name, route["methods"], paths, route.get("regex_priority", 0)))
    return found


def rotate(text: str) -> str:
    """Rotates the letters in the names of groups by 13; a second time brings them back.

    nginx makes a variable of each group and refuses the names of its own (`host`, `request_id`), which Kong does not know.
    All that PCRE judges stays: the length of a name, its first character, its punctuation, its repetition.
    """
    return GROUP.sub(lambda group: f"(?<{codecs.encode(group[1], 'rot13')}>", text)


def pattern(path: str) -> str:
    """A path as it stands between quotes in a configuration of nginx."""
    return nginx.quoted(rotate(path))


def locations(table: list[Route]) -> str:
    """A location for each path, those with few variables first, because nginx takes the first one that fits."""
    paths = {path: None for route in table for path in route.paths}
    ordered = sorted(paths, key=lambda path: len(GROUP.findall(path)))
    return "\n".join(f'        location ~ "^{pattern(path)}" {{ return 204; }}' for path in ordered)


def every_match(table: list[Route]) -> tuple[str, str]:
    """Maps, and a text with their variables: the numbers of all routes that fit a request, with blanks between."""
    maps = []
    for number, route in enumerate(table):
        methods = "|".join(route.methods)
        lines = [f'        "~^(?:{methods}) (?:{pattern(path)})" "{number} ";\n' for path in route.paths]
        maps.append(f'    map "$request_method $uri" $route_{number} {{\n        default "";\n{"".join(lines)}    }}')
    return "\n".join(maps), "".join(f"$route_{number}" for number in range(len(table)))


def main() -> int:
    table = routes(documents.read(Path(sys.argv[1])))
    names = [route.name for route in table]
    twice = sorted({name for name in names if names.count(name) > 1})
    for name in twice:
        print(f"more than one route is called {name}")
    try:
        nginx.check("", locations(table))
    except Trouble as trouble:
        print(rotate(str(trouble)))
        return 1
    return 1 if twice else 0


if __name__ == "__main__":
    sys.exit(main())
