"""Debian's haproxy, asked on loopback with the map that `apiref routes --format haproxy` writes."""

import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Callable, Iterator

from loopback import Trouble, asking, free_port, listening

PROGRAM = shutil.which("haproxy") or "/usr/sbin/haproxy"
CONFIGURATION = """\
global
    maxconn 64
defaults
    mode http
    timeout client 20s
    timeout connect 5s
    timeout server 20s
frontend all
    bind 127.0.0.1:{port}
    http-request set-var(txn.path) path
    http-request set-var(txn.operation) method,concat(:,txn.path),map_reg({map})
    http-request return status 204 hdr Answer %[var(txn.operation)] if {{ var(txn.operation) -m found }}
    http-request return status 404
"""


@contextmanager
def answering(path: Path) -> Iterator[Callable[[str, str], str]]:
    """A function from method and path to what haproxy finds in the map; empty if it is nothing."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="apiref-haproxy-") as folder:
        file = Path(folder) / "haproxy.cfg"
        file.write_text(CONFIGURATION.format(port=port, map=path.resolve()), encoding="utf-8")
        result = subprocess.run([PROGRAM, "-c", "-f", str(file)], capture_output=True, text=True, timeout=60, check=False)
        if result.returncode:
            raise Trouble((result.stdout + result.stderr).strip())
        with listening([PROGRAM, "-db", "-f", str(file)], port, 10), asking(port) as ask:
            yield ask
