"""Debian's nginx, asked on loopback with a configuration of ours."""

import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Callable, Iterator

from loopback import Trouble, asking, free_port, listening

PROGRAM = shutil.which("nginx") or "/usr/sbin/nginx"
CONFIGURATION = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr error;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    variables_hash_max_size 16384;
    variables_hash_bucket_size 256;
    map_hash_max_size 65536;
    map_hash_bucket_size 512;
{maps}
    server {{
        listen 127.0.0.1:{port};
        merge_slashes off;
{server}
    }}
}}
"""


def quoted(text: str) -> str:
    """A text as it stands between quotes in a configuration."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def check(maps: str, server: str) -> None:
    """`nginx -t` on a configuration with these lines."""
    with tempfile.TemporaryDirectory(prefix="apiref-nginx-") as folder:
        line = [*command(Path(folder), maps, server, free_port()), "-t"]
        result = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
    if result.returncode:
        raise Trouble(result.stderr.strip())


@contextmanager
def answering(maps: str, answer: str) -> Iterator[Callable[[str, str], str]]:
    """A function from method and path to what nginx makes of the text `answer`, whose variables the maps set."""
    # A header and not a body, because an answer to HEAD has none.
    server = f'        location / {{ add_header Answer "{answer}" always; return 204; }}'
    check(maps, server)
    with tempfile.TemporaryDirectory(prefix="apiref-nginx-") as folder:
        port = free_port()
        with listening(command(Path(folder), maps, server, port), port, 10), asking(port) as ask:
            yield ask


def command(folder: Path, maps: str, server: str, port: int) -> list[str]:
    """Writes the configuration; the command that runs nginx on it."""
    path = folder / "nginx.conf"
    path.write_text(CONFIGURATION.format(folder=folder, maps=maps, server=server, port=port), encoding="utf-8")
    return [PROGRAM, "-e", "stderr", "-p", str(folder), "-c", str(path)]
