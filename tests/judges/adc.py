"""Whether a file is what ADC takes: the schema is `standards/apisix`, as published.

    adc.py FILE
"""

import json
import sys
from pathlib import Path

import documents
import jsonschema

SCHEMA = Path(__file__).parent / "standards/apisix/adc-schema.json"


def main() -> int:
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    faults = list(validator.iter_errors(documents.read(Path(sys.argv[1]))))
    print("\n".join(f"{fault.json_path}: {fault.message[:300]}" for fault in faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
