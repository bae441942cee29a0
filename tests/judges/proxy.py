"""Puts a gateway document to work: Prism validates requests and answers with it, before a backend that sends our samples.

    proxy.py DOCUMENT --prism PROGRAM --probes PROBES.json --samples FOLDER
"""

import argparse
import http.client
import json
import sys
from pathlib import Path
from string import Template
from typing import Any

import backend
from loopback import Trouble, free_port, listening, stop_on_signals


def read(path: Path) -> dict[str, Any]:
    """The table of probes and answers, with `$name` in their paths replaced."""
    table = json.loads(path.read_text(encoding="utf-8"))

    def full(text: str) -> str:
        return Template(text).substitute(table["names"])

    table["answers"] = {full(request): answer for request, answer in table["answers"].items()}
    table["probes"] = [{**probe, "request": full(probe["request"])} for probe in table["probes"]]
    return table


def request(probe: dict[str, Any], token: str, samples: Path) -> tuple[str, str, bytes | None, dict[str, str]]:
    """Method, path, body and headers of a probe; it has a token unless it says otherwise."""
    method, path = probe["request"].split(" ", 1)
    headers = {} if probe.get("token") is False else {"X-Auth-Token": token}
    content = None
    if "sample" in probe:
        content = (samples / probe["sample"]).read_bytes()
    elif "text" in probe:
        content = probe["text"].encode()
    elif "body" in probe:
        content = json.dumps(probe["body"]).encode()
    if content is not None:
        headers["Content-Type"] = probe.get("type", "application/json")
    return method, path, content, headers


def send(port: int, probe: dict[str, Any], token: str, samples: Path) -> tuple[int, str]:
    """Status and text of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(*request(probe, token, samples))
        response = connection.getresponse()
        return response.status, response.read().decode(errors="replace")
    finally:
        connection.close()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("document")
    parser.add_argument("--prism", required=True)
    parser.add_argument("--probes", type=Path, required=True)
    parser.add_argument("--samples", type=Path, required=True)
    arguments = parser.parse_args()
    stop_on_signals()

    table = read(arguments.probes)
    faults = 0
    with backend.running(table["answers"], arguments.samples) as upstream:
        port = free_port()
        options = ["--errors", "--host", "127.0.0.1", "--port", str(port), "--verboseLevel", "error"]
        command = [arguments.prism, "proxy", arguments.document, f"http://127.0.0.1:{upstream}", *options]
        with listening(command, port, 60):
            for probe in table["probes"]:
                status, text = send(port, probe, table["token"], arguments.samples)
                if status != probe["status"]:
                    faults += 1
                    print(f"{probe['name']}: {probe['request']}: {probe['status']} expected, {status} came: {text[:400]}")
    print(f"{len(table['probes'])} probes, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Trouble as trouble:
        print(trouble)
        sys.exit(1)
