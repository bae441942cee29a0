"""gin, the router of KrakenD, with the endpoints that `apiref routes --format krakend` writes. Needs Debian's golang-go and
golang-github-gin-gonic-gin-dev."""

import os
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Callable, Iterator

from loopback import Trouble, answering_lines

SOURCE = Path(__file__).parent / "gin"


@contextmanager
def answering(path: Path) -> Iterator[Callable[[str, str], str]]:
    """A function from method and path to the operation that gin takes; empty if there is none."""
    with tempfile.TemporaryDirectory(prefix="apiref-gin-") as folder:
        program = Path(folder) / "gin"
        environment = {**os.environ, "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": f"{folder}/cache"}
        line = ["go", "build", "-o", str(program), "main.go"]
        built = subprocess.run(line, cwd=SOURCE, env=environment, capture_output=True, text=True, timeout=280, check=False)
        if built.returncode:
            raise Trouble(built.stderr.strip())
        with answering_lines([program, path.resolve()]) as ask:
            yield ask
