"""Reads OpenAPI documents and what the judges want to know of them."""

import json
import re
from pathlib import Path
from typing import Any, Iterator, NamedTuple
from urllib.parse import quote

import yaml

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
VARIABLE = re.compile(r"\{([^{}]*)\}")


class Operation(NamedTuple):
    """One method of one path."""

    method: str
    template: str
    id: str
    # Name of a path variable -> its schema and examples.
    variables: dict[str, dict[str, Any]]


def read(path: Path) -> Any:
    """What a JSON or YAML file holds; YAML as PyYAML reads it, which is version 1.1."""
    text = path.read_text(encoding="utf-8")
    return json.loads(text) if path.suffix == ".json" else yaml.load(text, Loader=LOADER)


def resolve(document: Any, node: Any) -> Any:
    """The node that a local `$ref` leads to, or the node itself."""
    for _ in range(20):
        if not isinstance(node, dict) or "$ref" not in node:
            return node
        target = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        node = target
    raise ValueError(f"references go round in a circle at {node['$ref']}")


def operations(document: Any) -> Iterator[Operation]:
    """All operations of a document, in its order."""
    for template, item in document["paths"].items():
        for method in METHODS:
            if method not in item:
                continue
            operation = item[method]
            parameters = [
                resolve(document, parameter)
                for parameter in item.get("parameters", []) + operation.get("parameters", [])
            ]
            variables = {
                parameter["name"]: {
                    **parameter,
                    "schema": resolve(document, parameter.get("schema", {})),
                }
                for parameter in parameters
                if parameter["in"] == "path"
            }
            yield Operation(method.upper(), template, operation["operationId"], variables)


def url(operation: Operation) -> str:
    """The path of a request to the operation, with a value for each variable."""
    path = VARIABLE.sub(lambda name: sample(name[1], operation.variables.get(name[1], {})), operation.template)
    return quote(path, safe="/:@!$&'()*+,;=-._~")


def sample(name: str, parameter: dict[str, Any]) -> str:
    """A value for a path variable: what the document offers, else one that is made of its name."""
    schema = parameter.get("schema", {})
    named = [example.get("value") for example in parameter.get("examples", {}).values()]
    offered = [parameter.get("example"), *named, schema.get("example"), *schema.get("examples", [])]
    for value in [*offered, schema.get("default"), *schema.get("enum", [])]:
        if isinstance(value, (str, int)) and str(value) and "/" not in str(value):
            return str(value)
    if schema.get("format") == "uuid":
        return "9e3f1c52-7a0b-4d68-8c15-2b6d90f4ae73"
    return "7" if schema.get("type") in ("integer", "number") else f"sample-of-{name}"
