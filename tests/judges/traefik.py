"""Traefik of PyPI, asked on loopback with the routers that `apiref routes --format traefik` writes."""

import json
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Iterator

import documents
from loopback import Trouble, asking, free_port, listening

PROGRAM = str(Path(sys.executable).with_name("traefik"))
SECONDS = 20


def telling(configuration: Any) -> Any:
    """The routers with answers that say which of them was taken, instead of servers."""
    http = configuration["http"]
    http["middlewares"] = {name: {"headers": {"customResponseHeaders": {"Answer": name}}} for name in http["routers"]}
    for name, router in http["routers"].items():
        router["service"] = "noop@internal"
        router["middlewares"] = [name]
    # It takes a moment until the file is read; this router comes last of all.
    http["middlewares"]["ready"] = {"headers": {"customResponseHeaders": {"Answer": "ready"}}}
    http["routers"]["ready"] = {"rule": "Method(`READY`)", "priority": 1, "service": "noop@internal", "middlewares": ["ready"]}
    del http["services"]
    return configuration


@contextmanager
def answering(path: Path) -> Iterator[Callable[[str, str], str]]:
    """A function from method and path to the name of the router that Traefik takes; empty if there is none."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="apiref-traefik-") as folder:
        # JSON is YAML, too, and Traefik knows files by their names.
        routers, static = Path(folder) / "routers.yaml", Path(folder) / "traefik.yaml"
        routers.write_text(json.dumps(telling(documents.read(path))), encoding="utf-8")
        settings = {
            "entryPoints": {"web": {"address": f"127.0.0.1:{port}"}},
            "providers": {"file": {"filename": str(routers), "watch": False}},
            "log": {"level": "ERROR"},
            "global": {"checkNewVersion": False, "sendAnonymousUsage": False},
        }
        static.write_text(json.dumps(settings), encoding="utf-8")
        with listening([PROGRAM, f"--configFile={static}"], port, SECONDS), asking(port) as ask:
            deadline = time.monotonic() + SECONDS
            while ask("READY", "/") != "ready":
                if time.monotonic() > deadline:
                    raise Trouble(f"{path}: Traefik reads no routers of it")
                time.sleep(0.05)
            yield ask
