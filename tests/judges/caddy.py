"""Caddy of PyPI, asked on loopback with the configuration that `apiref routes --format caddy` writes."""

import json
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Iterator

import documents
from loopback import Trouble, asking, free_port, listening

PROGRAM = str(Path(sys.executable).with_name("caddy"))


def check(path: Path) -> None:
    """`caddy validate` on a file as it is."""
    line = [PROGRAM, "validate", "--config", str(path)]
    result = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
    if result.returncode:
        raise Trouble((result.stderr + result.stdout).strip())


def telling(configuration: Any, port: int) -> Any:
    """The configuration with answers that say which route was taken, instead of servers."""
    server = configuration["apps"]["http"]["servers"]["gateway"]
    server["listen"] = [f"127.0.0.1:{port}"]
    for route in server["routes"]:
        if "@id" in route:
            headers = {"Answer": [route["@id"]]}
            route["handle"] = [{"handler": "static_response", "status_code": 204, "headers": headers}]
    configuration["admin"] = {"disabled": True, "config": {"persist": False}}
    return configuration


@contextmanager
def answering(path: Path) -> Iterator[Callable[[str, str], str]]:
    """A function from method and path to the id of the route that Caddy takes; empty if there is none."""
    check(path)
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="apiref-caddy-") as folder:
        file = Path(folder) / "caddy.json"
        file.write_text(json.dumps(telling(documents.read(path), port)), encoding="utf-8")
        with listening([PROGRAM, "run", "--config", str(file)], port, 20), asking(port) as ask:
            yield ask
