"""Kong's own router (the crate `atc-router`) with the configuration that `apiref routes --format kong` writes. Needs cargo.

Expressions are made of the routes as Kong makes them (`kong/router/transform.lua`): groups are named as Rust names them, and the start is tied.
"""

import os
import re
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Callable, Iterator
from urllib.parse import unquote

import documents
import kong
from loopback import Trouble, answering_lines

SOURCE = Path(__file__).parent / "atc"
# What a percent sign stands for although it need not (RFC 3986, section 2.3).
UNRESERVED = re.compile(r"%(2D|2E|5F|7E|3[0-9]|[46][1-9A-F]|[57][0-9A])", re.IGNORECASE)


def expression(route: kong.Route) -> str:
    """A route in the language of the router."""
    methods = " || ".join(f'http.method == "{method}"' for method in route.methods)
    paths = " || ".join(f'http.path ~ r#"^{path.replace("(?<", "(?P<")}"#' for path in route.paths)
    return f"({methods}) && ({paths})"


def normalised(path: str) -> str:
    """A path as Kong compares it."""
    decoded = UNRESERVED.sub(lambda found: unquote(found[0]), path)
    return re.sub("//+", "/", decoded)


def program() -> Path:
    """The router, built where the judges are."""
    folder = Path(os.environ.get("JUDGE_FOLDER") or tempfile.gettempdir()) / "atc"
    line = ["cargo", "build", "--quiet", "--locked", "--manifest-path", SOURCE / "Cargo.toml", "--target-dir", folder]
    built = subprocess.run(line, capture_output=True, text=True, timeout=280, check=False)
    if built.returncode:
        raise Trouble(built.stderr.strip())
    return folder / "debug" / "apiref-atc"


@contextmanager
def answering(path: Path) -> Iterator[Callable[[str, str], str]]:
    """A function from method and path to the name of the route that Kong takes; empty if there is none."""
    table = kong.routes(documents.read(path))
    with tempfile.TemporaryDirectory(prefix="apiref-atc-") as folder:
        file = Path(folder) / "table"
        file.write_text("".join(f"{route.priority}\t{route.name}\t{expression(route)}\n" for route in table), encoding="utf-8")
        with answering_lines([program(), file]) as ask:
            yield lambda method, path: ask(method, normalised(path))
