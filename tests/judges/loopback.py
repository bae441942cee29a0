"""Ports of loopback, and processes that listen there."""

import http.client
import os
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Callable, Iterator


class Trouble(Exception):
    """A program of others refuses what it was given; the message is its own."""


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def listening(command: list[str], port: int, seconds: float) -> Iterator[None]:
    """Runs a command that listens on the port within so many seconds; ends it, and all it started, with the block."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, text=True, start_new_session=True)
        try:
            if not accepts(port, process, time.monotonic() + seconds):
                output.seek(0)
                raise Trouble(f"{command[0]} does not listen on port {port}\n{output.read().strip()}")
            yield
        finally:
            end(process)


@contextmanager
def asking(port: int) -> Iterator[Callable[[str, str], str]]:
    """A function from method and path to the header `Answer` of what the port answers; empty if it has none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def ask(method: str, path: str) -> str:
        connection.request(method, path)
        response = connection.getresponse()
        response.read()
        return response.getheader("Answer", "")

    try:
        yield ask
    finally:
        connection.close()


@contextmanager
def answering_lines(command: list[str | Path]) -> Iterator[Callable[[str, str], str]]:
    """A function from method and path to the line that a command answers with, which reads them in a line each."""
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:

        def ask(method: str, path: str) -> str:
            try:
                process.stdin.write(f"{method} {path}\n")
                process.stdin.flush()
                line = process.stdout.readline()
            except BrokenPipeError:
                line = ""
            if not line:
                raise Trouble(process.stderr.read().strip()[:2000])
            return line.strip()

        try:
            yield ask
        finally:
            process.stdin.close()


def accepts(port: int, process: subprocess.Popen[str], deadline: float) -> bool:
    """Waits until the process accepts connections; false if it ends or the time is up before."""
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return True
        except OSError:
            time.sleep(0.05)
    return False


def end(process: subprocess.Popen[str]) -> None:
    """Ends the group of a process that `listening` started."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
        except ProcessLookupError:
            return
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            continue


def stop_on_signals() -> None:
    """Lets the program unwind when it is told to stop, so that what it started is ended."""

    def stop(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
