"""The list of parts (`scripts/parts`) names every part that the tree's own lists name, with the version that is built."""

import json
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


def test_asvs_15_1_2_the_list_of_parts_names_every_one_of_them():
    document = json.loads(subprocess.run([ROOT / "scripts/parts"], check=True, capture_output=True).stdout)

    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.5")
    parts = {part["name"]: part for part in document["components"]}
    assert len(parts) == len(document["components"])
    for pin in json.loads((ROOT / "Package.resolved").read_text())["pins"]:
        part = parts.pop(pin["identity"])
        assert part["version"] == pin["state"]["version"]
        assert part["purl"].startswith("pkg:swift/") and part["purl"].endswith("@" + part["version"])
        assert part["hashes"] == [{"alg": "SHA-1", "content": pin["state"]["revision"]}]
    debian = {
        line.split("#")[0].strip() for line in (ROOT / "deploy/packages.txt").read_text().splitlines()
    } - {"", "[build]", "[test]"}
    assert debian <= set(parts), debian - set(parts)
    pins = [line for line in (ROOT / "Tests/requirements.txt").read_text().splitlines() if "==" in line]
    for line in pins:
        name, version = line.split("==")
        assert parts[name.lower()]["version"] == version and parts[name.lower()]["scope"] == "excluded"
    assert len(parts) == len(debian) + len(pins)
