"""Validates the files of services against the published schemas, with the jsonschema package of PyPI.

usage: validate.py <schema> <services folder> [<pattern>]; the pattern of files below the folder is */*/service.yml when left
out. Prints one line for each violation, exits with 1 when there is any.
"""
import json
import pathlib
import sys

import jsonschema
import yaml

schema = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)

pattern = sys.argv[3] if len(sys.argv) > 3 else "*/*/service.yml"
files = sorted(pathlib.Path(sys.argv[2]).glob(pattern))
violations = 0
for file in files:
    for error in validator.iter_errors(yaml.safe_load(file.read_text(encoding="utf-8"))):
        violations += 1
        print(f"{file}: {error.json_path}: {error.message}")
print(f"{len(files)} files, {violations} violations")
sys.exit(1 if violations or not files else 0)
