"""Compares a YAML document with its JSON form, as PyYAML (YAML 1.1) reads it.

    yaml_forms.py DOCUMENT.yaml DOCUMENT.json
"""

import sys
from pathlib import Path
from typing import Any, Iterator

import documents


def differences(left: Any, right: Any, pointer: str = "") -> Iterator[str]:
    """Where two values differ; `1`, `1.0`, `true` and `"1"` are four values."""
    if type(left) is not type(right):
        yield f"{pointer or '/'}: YAML has {left!r}, JSON has {right!r}"
    elif isinstance(left, dict):
        for key in [*left, *(key for key in right if key not in left)]:
            place = f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"
            if key not in left or key not in right:
                yield f"{place}: only in {'YAML' if key in left else 'JSON'} (key {key!r})"
            else:
                yield from differences(left[key], right[key], place)
    elif isinstance(left, list):
        if len(left) != len(right):
            yield f"{pointer}: YAML has {len(left)} items, JSON has {len(right)}"
        for index, (one, other) in enumerate(zip(left, right)):
            yield from differences(one, other, f"{pointer}/{index}")
    elif left != right:
        yield f"{pointer}: YAML has {left!r}, JSON has {right!r}"


def main() -> int:
    found = list(differences(documents.read(Path(sys.argv[1])), documents.read(Path(sys.argv[2]))))
    print("\n".join(found[:20]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
