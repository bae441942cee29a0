"""Generates Python code from a document, as users do, and imports all of it.

    clients.py client DOCUMENT FOLDER    openapi-python-client: a warning is a failure, as it is where endpoints and models are left out
    clients.py models DOCUMENT FOLDER    datamodel-code-generator
    clients.py generator DOCUMENT FOLDER    the Python client of openapi-generator

Fails if the generator does, if a module cannot be imported, or if a class is called like no person would call it.
"""

import importlib
import pkgutil
import re
import shutil
import subprocess
import sys
from pathlib import Path

# Names that generators make up: numbers tell namesakes apart, and `Inline` has no name in the document.
MADE_UP = re.compile(r"Inline|[a-z][0-9]$")

PROGRAMS = Path(sys.executable).parent


def client(document, package):
    """The options of openapi-python-client, as a command."""
    configuration = package.parent / "client.yaml"
    # Formatters would only take time.
    configuration.write_text("post_hooks: []\n")
    return [
        PROGRAMS / "openapi-python-client", "generate", "--path", document, "--meta", "none", "--overwrite",
        "--output-path", package, "--config", configuration, "--fail-on-warning",
    ]


def models(document, package):
    """The options of datamodel-code-generator, as a command."""
    package.mkdir()
    return [
        PROGRAMS / "datamodel-codegen", "--input", document, "--input-file-type", "openapi",
        "--output", package / "__init__.py", "--output-model-type", "pydantic_v2.BaseModel",
        "--formatters", "builtin", "--naming-strategy", "full-path", "--disable-timestamp",
    ]


def generator(document, package):
    """The options of openapi-generator, as a command."""
    return [
        PROGRAMS / "openapi-generator-cli", "generate", "-i", document, "-g", "python", "-o", package.parent,
        f"--additional-properties=packageName={package.name}",
    ]


def main():
    kind, document, folder = sys.argv[1], Path(sys.argv[2]).resolve(), Path(sys.argv[3]).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    package = folder / f"generated_{kind}"
    run = subprocess.run({"client": client, "models": models, "generator": generator}[kind](document, package), capture_output=True, text=True)
    if run.returncode:
        sys.exit(run.stdout + run.stderr)
    sys.path.insert(0, str(folder))
    problems = []
    root = importlib.import_module(package.name)
    modules = [root, *(importlib.import_module(found.name) for found in pkgutil.walk_packages(root.__path__, f"{package.name}."))]
    classes = {name for module in modules for name, value in vars(module).items() if is_own(value, package.name)}
    documented = document.read_text()
    for name in sorted(classes):
        if MADE_UP.search(name) and name not in documented:
            problems.append(f"the class {name} has a name that the generator made up")
    if not classes:
        problems.append("there is no class")
    if problems:
        sys.exit("\n".join(problems))
    print(f"{len(modules)} modules, {len(classes)} classes")


def is_own(value, package):
    return isinstance(value, type) and value.__module__.startswith(package)


if __name__ == "__main__":
    main()
