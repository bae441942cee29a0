"""Envoy of PyPI, asked on loopback with the configuration that `apiref routes --format envoy` writes."""

import json
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Iterator

import documents
from loopback import Trouble, asking, free_port, listening

PROGRAM = str(Path(sys.executable).with_name("envoy"))


def check(path: Path) -> None:
    """`envoy --mode validate` on a file as it is."""
    line = [PROGRAM, "--mode", "validate", "--config-path", str(path), "--log-level", "error"]
    result = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
    if result.returncode:
        raise Trouble((result.stderr + result.stdout).strip())


def telling(configuration: Any, port: int) -> Any:
    """The configuration with answers that say which route was taken, instead of servers."""
    resources = configuration["static_resources"]
    resources["clusters"] = []
    listener = resources["listeners"][0]
    listener["address"]["socket_address"] = {"address": "127.0.0.1", "port_value": port}
    manager = listener["filter_chains"][0]["filters"][0]["typed_config"]
    for route in manager["route_config"]["virtual_hosts"][0]["routes"]:
        del route["route"]
        route["direct_response"] = {"status": 204}
        # A header and not a body, because an answer to HEAD has none.
        route["response_headers_to_add"] = [{"header": {"key": "Answer", "value": route["name"]}}]
    return configuration


@contextmanager
def answering(path: Path) -> Iterator[Callable[[str, str], str]]:
    """A function from method and path to the name of the route that Envoy takes; empty if there is none."""
    check(path)
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="apiref-envoy-") as folder:
        file = Path(folder) / "envoy.json"
        file.write_text(json.dumps(telling(documents.read(path), port)), encoding="utf-8")
        line = [PROGRAM, "--config-path", str(file), "--log-level", "error", "--concurrency", "1"]
        with listening([*line, "--use-dynamic-base-id"], port, 20), asking(port) as ask:
            yield ask
