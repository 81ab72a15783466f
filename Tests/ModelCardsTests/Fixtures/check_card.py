"""Holds the files of a card against independent readers, and each reader against a file that it must refuse.

usage: check_card.py FOLDER    with README.md, card.evidence.json, .eval_results/ and the machine-readable forms
"""
import base64, hashlib, importlib.util, json, pathlib, sys

FOLDER = pathlib.Path(sys.argv[1])
failures = []


def expect(name, accepts, text, mutant):
    """A reader returns nothing, or raises."""
    try:
        accepts(text)
    except Exception as error:  # noqa: BLE001
        failures.append(f"{name}: refuses ours: {type(error).__name__}: {str(error)[:400]}")
        return
    if mutant == text:
        failures.append(f"{name}: the mutant is the same")
        return
    try:
        accepts(mutant)
    except Exception:  # noqa: BLE001
        print(f"ok {name}")
    else:
        failures.append(f"{name}: accepts the mutant")


def read(name):
    return (FOLDER / name).read_bytes().decode()


def hub_card(text):
    from huggingface_hub import ModelCard

    card = ModelCard(text)
    assert card.data.to_dict(), "no front matter"
    assert card.data.eval_results, "no results"
    assert str(card) == text, "the card changes when the Hub's client writes it"
    results = card.data.eval_results
    assert len({(r.dataset_type, r.dataset_config, r.metric_type) for r in results}) == len(results)


def hub_results(text):
    import yaml
    from huggingface_hub import eval_result_entries_to_yaml, parse_eval_result_entries

    data = yaml.safe_load(text)
    assert eval_result_entries_to_yaml(parse_eval_result_entries(data)) == data


def cyclonedx(version):
    def accepts(text):
        from cyclonedx.schema import SchemaVersion
        from cyclonedx.validation.json import JsonStrictValidator

        error = JsonStrictValidator(getattr(SchemaVersion, version)).validate_str(text)
        assert error is None, error

    return accepts


def toolkit(text):
    import jsonschema

    package = pathlib.Path(importlib.util.find_spec("model_card_toolkit").submodule_search_locations[0])
    path = next(package.glob("schema/v0.0.2/*.json"))
    # The published schema lacks a slash, which newer readers take for an anchor.
    schema = json.loads(path.read_text().replace('"#definitions/', '"#/definitions/'))
    checker = jsonschema.FormatChecker()
    jsonschema.Draft7Validator(schema, format_checker=checker).validate(json.loads(text))


def spdx(text):
    from spdx_python_model import v3_0_1 as model

    objects = model.SHACLObjectSet()
    model.JSONLDDeserializer().deserialize_data(json.loads(text), objects)
    packages = list(objects.foreach_type("ai_AIPackage"))
    assert len(packages) == 1, "not one package"
    assert packages[0].ai_metric, "no figures"


def canonical(text):
    import rfc8785

    for event in json.loads(text)["events"]:
        body = event["body"].encode()
        assert rfc8785.dumps(json.loads(body)) == body, "a body is not canonical"
    assert rfc8785.dumps(json.loads(text)) == text.rstrip("\n").encode(), "the bundle is not canonical"


def merkle(text):
    bundle = json.loads(text)
    lines = bundle["note"].split("\n")
    size, root = int(lines[1]), base64.b64decode(lines[2])
    for event in bundle["events"]:
        node = hashlib.sha256(b"\0" + event["body"].encode()).digest()
        place, last = event["index"], size - 1
        for step in event["path"]:
            sibling = bytes.fromhex(bundle["hashes"][step])
            if place & 1 or place == last:
                node = hashlib.sha256(b"\1" + sibling + node).digest()
                while place and not place & 1:
                    place, last = place >> 1, last >> 1
            else:
                node = hashlib.sha256(b"\1" + node + sibling).digest()
            place, last = place >> 1, last >> 1
        assert last == 0 and node == root, f"event {event['index']} is not in the log"


def signature(text):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    note = json.loads(text)["note"]
    body, signed = note.split("\n\n")
    key = base64.b64decode((FOLDER / "audit.key.pub").read_text().strip().split("+", 2)[2])[1:]
    value = base64.b64decode(signed.split(" ")[2])[4:]
    Ed25519PublicKey.from_public_bytes(key).verify(value, (body + "\n").encode())


card = read("README.md")
expect("huggingface_hub card", hub_card, card, card.replace("      name: ", "      nom: ", 1))
expect("huggingface_hub front matter", hub_card, card, card.replace("license: ", "license:  ", 1))
result = sorted((FOLDER / ".eval_results").glob("*.yaml"))[0].read_bytes().decode()
expect("huggingface_hub results", hub_results, result, result.replace("    id: ", "    identity: ", 1))
for version in ("1_6", "1_7"):
    bill = read(f"model-card.cdx-{version.replace('_', '.')}.json")
    expect(f"cyclonedx {version}", cyclonedx("V" + version), bill, bill.replace('"performanceMetrics"', '"metrics"', 1))
mct = read("model-card.mct.json")
expect("model card toolkit", toolkit, mct, mct.replace('"0.0.2"', '2', 1).replace('"value": "', '"value": 1, "x": "'))
document = read("model-card.spdx.json")
expect("spdx", spdx, document, document.replace('"ai_metric"', '"ai_figure"', 1))
bundle = read("card.evidence.json")
changed = json.loads(bundle)
changed["events"][-1]["body"] = changed["events"][-1]["body"].replace("0", "1")
mutant = json.dumps(changed, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
expect("rfc8785", canonical, bundle, bundle.replace('{"body":"{', '{"body":"{ ', 1))
expect("merkle proofs", merkle, bundle, mutant)
expect("ed25519", signature, bundle, bundle.replace('"note":"', '"note":"x', 1))

print("\n".join(failures))
sys.exit(1 if failures else 0)
