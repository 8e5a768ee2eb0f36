"""The schemas that are published, in a foreign validator.

Every service's form has one, and its ordinary journey's answers hold it; so do the files of services that of their kind.
"""

import datetime
import json
import pathlib

import jsonschema
import pytest
import requests
import yaml

SERVICES = pathlib.Path(__file__).resolve().parents[2] / "Services"
# Of scalars only texts, as a browser sends them.
FIXTURES = sorted(SERVICES.glob("*/*/fixtures/ordinary.yml"))


def typed(answer):
    """A day from now is a day, and a picture is the id under which the house keeps it."""
    if answer == "picture":
        return "0123456789abcdefghjkmnpqrs"
    if answer.startswith("today"):
        return str(datetime.date.today() + datetime.timedelta(days=int(answer[5:] or 0)))
    return answer


def test_the_list_names_every_service(house):
    listed = requests.get(house.public_url + "/api/v1/services", timeout=30).json()["services"]
    folders = {f"{file.parent.parent.name}/{file.parent.name}" for file in SERVICES.glob("*/*/service.yml")}
    assert {service["id"] for service in listed} == folders


def test_every_form_has_a_schema_that_its_ordinary_answers_hold(house):
    assert len(FIXTURES) > 100
    for file in FIXTURES:
        service = "/".join(file.parent.parent.parts[-2:])
        answer = requests.get(f"{house.public_url}/api/v1/services/{service}/form", timeout=30)
        assert answer.status_code == 200, service
        assert answer.headers["content-type"] == "application/schema+json"
        schema = answer.json()
        jsonschema.Draft202012Validator.check_schema(schema)
        answers = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader).get("answers") or {}
        # A seat is chosen after the form, and is no answer of it.
        answers.pop("slot", None)
        required = set(schema["required"]) & set(answers)
        holds = schema | {"required": sorted(required)}
        jsonschema.validate({name: typed(text) for name, text in answers.items()}, holds)


KINDS = {
    "service": "*/*/service.yml", "slots": "*/*/slots.yml", "bundle": "bundles/*.yml", "reasons": "*/reasons.yml",
}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_schemas_of_the_files_are_where_they_say_and_hold_the_files(house, kind):
    name = kind + ".schema.json"
    answer = requests.get(f"{house.public_url}/api/v1/schemas/{name}", timeout=30)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/schema+json"
    schema = answer.json()
    jsonschema.Draft202012Validator.check_schema(schema)
    again = requests.get(schema["$id"], headers={"If-None-Match": answer.headers["etag"]}, timeout=30)
    assert (again.status_code, again.content) == (304, b"")
    kept = json.loads((SERVICES.parent / "Contract" / name).read_text(encoding="utf-8"))
    assert {**schema, "$id": ""} == {**kept, "$id": ""}
    file = sorted(SERVICES.glob(KINDS[kind]))[0]
    jsonschema.validate(yaml.safe_load(file.read_text(encoding="utf-8")), schema)


@pytest.mark.parametrize("path", ["fund/nothing", "nobody/deposit-proof", "fund/deposit-proof%2Fform"])
def test_what_is_not_offered_has_no_document(house, path):
    answer = requests.get(
        f"{house.public_url}/api/v1/services/{path}", headers={"Accept": "application/json"}, timeout=30)
    assert answer.status_code in (400, 404)
    assert answer.headers["content-type"] == "application/problem+json"
