"""Whether objects are what the Gateway API of Kubernetes takes: the schema of its resource, and the CEL rules there.

    gateway_api.py FILE

The schema is `standards/gateway-api`, as published. Its objects are closed here, because Kubernetes drops unknown keys in silence, and a
misspelt one would go unseen.
"""

import sys
from functools import cache
from pathlib import Path
from typing import Any, Iterator

import celpy
import jsonschema
import re2
import yaml
from celpy.adapter import json_to_cel

RESOURCE = Path(__file__).parent / "standards/gateway-api/gateway.networking.k8s.io_httproutes.yaml"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def schema() -> Any:
    """The schema of version v1."""
    resource = yaml.load(RESOURCE.read_text(encoding="utf-8"), Loader=LOADER)
    return next(one for one in resource["spec"]["versions"] if one["name"] == "v1")["schema"]["openAPIV3Schema"]


def close(node: Any) -> None:
    """Refuses unknown keys in every object below."""
    for child in node.get("properties", {}).values():
        close(child)
    if "items" in node:
        close(node["items"])
    if node.get("properties") and "additionalProperties" not in node:
        node["additionalProperties"] = False


def with_defaults(node: Any, value: Any) -> Any:
    """The value as the rules see it."""
    if isinstance(value, dict):
        properties = node.get("properties", {})
        filled = {key: child["default"] for key, child in properties.items() if "default" in child and key not in value}
        return {key: with_defaults(properties.get(key, {}), one) for key, one in {**value, **filled}.items()}
    if isinstance(value, list):
        return [with_defaults(node.get("items", {}), one) for one in value]
    return value


@cache
def program(rule: str) -> Any:
    """A rule that is compiled."""
    environment = celpy.Environment()
    return environment.program(environment.compile(rule))


def broken(node: Any, value: Any, at: str = "") -> Iterator[str]:
    """The rules that a value breaks."""
    for validation in node.get("x-kubernetes-validations", []):
        if not program(validation["rule"]).evaluate({"self": json_to_cel(value)}):
            yield f"{at}: {validation.get('message', validation['rule'])}"
    if isinstance(value, dict):
        for key, one in value.items():
            yield from broken(node.get("properties", {}).get(key, {}), one, f"{at}/{key}")
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield from broken(node.get("items", {}), one, f"{at}/{number}")


def elsewhere(value: Any) -> Iterator[str]:
    """What neither schema nor rules see: names and expressions."""
    names = [rule["name"] for rule in value["spec"]["rules"] if "name" in rule]
    yield from (f"two rules are called {name}" for name in sorted(names) if names.count(name) > 1)
    for match in (match for rule in value["spec"]["rules"] for match in rule["matches"]):
        if match["path"]["type"] == "RegularExpression":
            try:
                re2.compile(match["path"]["value"])
            except re2.error as error:
                yield f"{match['path']['value']}: {error}"


def main() -> int:
    open_schema = schema()
    closed = schema()
    close(closed)
    # What every object has beside its specification.
    closed["properties"]["metadata"] = {"type": "object"}
    validator = jsonschema.Draft202012Validator(closed)
    objects = list(yaml.load_all(Path(sys.argv[1]).read_text(encoding="utf-8"), Loader=LOADER))
    faults = []
    for number, value in enumerate(objects):
        faults += [f"{number}: {error.json_path}: {error.message[:300]}" for error in validator.iter_errors(value)]
        faults += [f"{number}: {line}" for line in broken(open_schema, with_defaults(open_schema, value))]
        faults += [f"{number}: {line}" for line in elsewhere(value)]
    names = [value["metadata"]["name"] for value in objects]
    faults += [f"two objects are called {name}" for name in sorted(set(names)) if names.count(name) > 1]
    print(f"{len(objects)} objects, {len(faults)} faults")
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
