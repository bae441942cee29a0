"""Sends every documented request and answer of a gateway document through Prism, which validates both.

    samples.py DOCUMENT --prism PROGRAM

A request is an example of a body, or one without a body, with a value for each variable and what else is required. The service behind answers
with the example that the request names in a header. What is refused is printed, by the document's own examples.
"""

import argparse
import http.client
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import documents
from loopback import Trouble, free_port, listening, stop_on_signals

JSON = "application/json"
# A status that no reference documents.
UNKNOWN = 299


class Sample(NamedTuple):
    """A body with its media type and its name."""

    name: str
    media: str
    content: bytes


class Exchange(NamedTuple):
    """A request and what answers it."""

    operation: documents.Operation
    query: dict[str, str]
    headers: dict[str, str]
    request: Sample | None
    status: int
    answer: Sample | None


def bodies(document: Any, holder: Any) -> Iterator[Sample]:
    """The examples of a request body or a response."""
    for media, content in documents.resolve(document, holder).get("content", {}).items():
        for name, example in content.get("examples", {}).items():
            value = documents.resolve(document, example).get("value")
            text = value if isinstance(value, str) and media != JSON else json.dumps(value)
            yield Sample(name, media, text.encode())


def required(document: Any, item: Any, operation: Any, place: str) -> dict[str, str]:
    """A value for each required parameter of a place."""
    parameters = [documents.resolve(document, one) for one in item.get("parameters", []) + operation.get("parameters", [])]
    wanted = [one for one in parameters if one["in"] == place and one.get("required")]
    return {
        one["name"]: documents.sample(one["name"], {**one, "schema": documents.resolve(document, one.get("schema", {}))})
        for one in wanted
    }


def exchanges(document: Any) -> Iterator[Exchange]:
    """Each request with the first answer, and each further answer with the first request."""
    for operation in documents.operations(document):
        item = document["paths"][operation.template]
        node = item[operation.method.lower()]
        requests = list(bodies(document, node.get("requestBody", {}))) or [None]
        if requests == [None] and documents.resolve(document, node.get("requestBody", {})).get("required"):
            # Nobody shows what is sent.
            continue
        answers = []
        for code, response in node["responses"].items():
            has_body = "content" in documents.resolve(document, response)
            # At 501 Prism answers on its own.
            if code.isdigit() and code != "501":
                answers += [(int(code), one) for one in list(bodies(document, response)) or [None] if one or not has_body]
        # Where no answer is shown, only the request is judged.
        answers = answers or [(UNKNOWN, None)]
        query, headers = (required(document, item, node, place) for place in ("query", "header"))
        pairs = [(one, answers[0]) for one in requests] + [(requests[0], one) for one in answers[1:]]
        for request, (status, answer) in pairs:
            yield Exchange(operation, query, headers, request, status, answer)


def handler(all_exchanges: list[Exchange]) -> type[BaseHTTPRequestHandler]:
    """Answers as the exchange does that the request names."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            exchange = all_exchanges[int(self.headers["X-Exchange"])]
            content = exchange.answer.content if exchange.answer else b""
            self.send_response(exchange.status)
            if exchange.answer:
                self.send_header("Content-Type", exchange.answer.media)
            if exchange.status not in (204, 304):
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD" and exchange.status not in (204, 304):
                self.wfile.write(content)

        do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = do_PATCH = do_OPTIONS = answer

        def log_message(self, format: str, *arguments: object) -> None:
            """Says nothing."""

    return Handler


@contextmanager
def service(all_exchanges: list[Exchange]) -> Iterator[int]:
    """The port of the service for as long as the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(all_exchanges))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def send(port: int, number: int, exchange: Exchange) -> tuple[int, str]:
    """Status and text of what comes back."""
    headers = {"X-Auth-Token": "token", "X-Exchange": str(number), **exchange.headers}
    content = None
    if exchange.request:
        content = exchange.request.content
        headers["Content-Type"] = exchange.request.media
    path = documents.url(exchange.operation)
    if exchange.query:
        path += "?" + urlencode(exchange.query, quote_via=quote)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(exchange.operation.method, path, content, headers)
        response = connection.getresponse()
        return response.status, response.read().decode(errors="replace")
    finally:
        connection.close()


def why(text: str) -> str:
    """What Prism says of a refusal."""
    try:
        problem = json.loads(text)
    except ValueError:
        return text[:200]
    told = problem.get("validation") or [problem.get("title", "")]
    lines = [f"{one.get('location')}: {one.get('message')}" if isinstance(one, dict) else str(one) for one in told]
    return "; ".join(str(line) for line in lines[:3])[:300]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("document", type=Path)
    parser.add_argument("--prism", required=True)
    arguments = parser.parse_args()
    stop_on_signals()
    document = documents.read(arguments.document)
    everything = list(exchanges(document))
    refused = []
    with service(everything) as upstream:
        port = free_port()
        options = ["--errors", "--host", "127.0.0.1", "--port", str(port), "--verboseLevel", "error"]
        command = [arguments.prism, "proxy", str(arguments.document), f"http://127.0.0.1:{upstream}", *options]
        with listening(command, port, 120):
            for number, exchange in enumerate(everything):
                status, text = send(port, number, exchange)
                is_judged = exchange.status != UNKNOWN or status // 100 == 4
                if status != exchange.status and is_judged:
                    names = [one.name for one in (exchange.request, exchange.answer) if one]
                    refused.append(f"{exchange.operation.method} {exchange.operation.template} {names}: {exchange.status} expected, {status} came: {why(text)}")
    print(f"{len(everything)} exchanges, {len(refused)} refused")
    print("\n".join(refused))
    return 1 if refused else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Trouble as trouble:
        print(trouble)
        sys.exit(1)
