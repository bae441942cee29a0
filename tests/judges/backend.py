"""A service for the proxy to stand before: it answers with our samples and checks nothing."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Iterator
from urllib.parse import urlsplit


def body(answer: dict[str, Any], samples: Path) -> bytes:
    """The sample that an answer names, with its changes: dotted path -> new value, or null to remove the key."""
    if "sample" not in answer:
        return b""
    value = json.loads((samples / answer["sample"]).read_text(encoding="utf-8"))
    for path, new in answer.get("changes", {}).items():
        *parents, last = path.split(".")
        target = value
        for key in parents:
            target = target[int(key) if isinstance(target, list) else key]
        if new is None:
            del target[last]
        else:
            target[last] = new
    return json.dumps(value).encode()


def handler(answers: dict[str, Any], samples: Path) -> type[BaseHTTPRequestHandler]:
    """Answers `METHOD /path` as the table says; 418 where it says nothing, so that a stray request shows."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer = answers.get(f"{self.command} {urlsplit(self.path).path}", {"status": 418})
            content = body(answer, samples)
            self.send_response(answer["status"])
            if content:
                self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_PUT = do_POST = do_DELETE = do_PATCH = answer

        def log_message(self, format: str, *arguments: object) -> None:
            """Says nothing."""

    return Handler


@contextmanager
def running(answers: dict[str, Any], samples: Path) -> Iterator[int]:
    """The port of a backend that answers for as long as the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(answers, samples))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
