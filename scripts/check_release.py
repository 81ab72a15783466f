#!/usr/bin/env python3
"""Checks the files of a signed release with other people's validators; 0 accepted, 1 rejected.

usage: check_release.py verdict FILE KEY.pub        DSSE by cryptography, statement and test result by
                                                    in-toto-attestation, proofs by pymerkle
       check_release.py summary FILE KEY.pub        DSSE, and SLSA verification summary by the same
       check_release.py declarations FILE           CycloneDX 1.6, strict, and references that lead
                                                    somewhere
       check_release.py note FILE VKEY              a C2SP signed note by cryptography
       check_release.py canonical FILE...           bytes as rfc8785 writes them
       check_release.py digest FOLDER [IGNORED...]  prints the root as model_signing hashes it
"""
import base64
import hashlib
import json
import pathlib
import sys


def strict(data):
    """JSON in which no key stands twice."""

    def members(pairs):
        if len({key for key, _ in pairs}) != len(pairs):
            raise ValueError("a key stands twice")
        return dict(pairs)

    return json.loads(data, object_pairs_hook=members)


def opened(path, key_path):
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    envelope = strict(pathlib.Path(path).read_bytes())
    payload = base64.b64decode(envelope["payload"], validate=True)
    kind = envelope["payloadType"]
    message = f"DSSEv1 {len(kind)} {kind} {len(payload)} ".encode() + payload
    key = serialization.load_pem_public_key(pathlib.Path(key_path).read_bytes())
    signature = base64.b64decode(envelope["signatures"][0]["sig"], validate=True)
    key.verify(signature, message, ec.ECDSA(hashes.SHA256()))
    return payload


def statement(payload):
    import google.protobuf.json_format as form
    from in_toto_attestation.v1 import statement_pb2
    from in_toto_attestation.v1.statement import Statement

    value = strict(payload)
    Statement.copy_from_pb(form.ParseDict(value, statement_pb2.Statement())).validate()
    return value


def verdict(path, key):
    import google.protobuf.json_format as form
    from in_toto_attestation.predicates.test_result.v0 import test_result_pb2

    value = statement(opened(path, key))
    result = form.ParseDict(value["predicate"], test_result_pb2.TestResult())
    if value["predicateType"] != "https://in-toto.io/attestation/test-result/v0.1":
        raise ValueError("another predicate")
    if result.result not in ("PASSED", "WARNED", "FAILED") or len(result.configuration) != 2:
        raise ValueError("no test result")
    policy = result.configuration[0]
    if hashlib.sha256(policy.content).hexdigest() != policy.digest["sha256"]:
        raise ValueError("the policy is another")
    prove(value["predicate"]["configuration"][1]["annotations"])


def prove(evidence):
    """Every proof by pymerkle's own verification, from the bodies up."""
    from pymerkle.proof import MerkleProof, verify_inclusion

    lines = evidence["checkpoint"].split("\n")
    size, root = int(lines[1]), base64.b64decode(lines[2])
    if not evidence["proofs"]:
        raise ValueError("nothing is proved")
    for item in evidence["proofs"]:
        leaf = hashlib.sha256(b"\0" + item["body"].encode()).digest()
        # pymerkle counts leaves from one.
        place = {"index": item["index"] + 1, "size": size}
        proof = MerkleProof.deserialize(
            {
                "type": "inclusion",
                "metadata": {"algorithm": "sha256", "security": True, **place},
                "rule": sides(item["index"], size) + [0],
                "path": [leaf.hex()] + item["path"],
            }
        )
        verify_inclusion(leaf, root, proof, algorithm="sha256", **place)


def sides(index, size):
    """On which side each hash of the path stands, from the leaf up: 0 right, 1 left."""
    found, low, high = [], 0, size
    while high - low > 1:
        middle = low + (1 << ((high - low - 1).bit_length() - 1))
        found.append(0 if index < middle else 1)
        low, high = (low, middle) if index < middle else (middle, high)
    return found[::-1]


def summary(path, key):
    import google.protobuf.json_format as form
    from in_toto_attestation.predicates.vsa.v1 import vsa_pb2

    value = statement(opened(path, key))
    # SLSA has a list of levels; in-toto-attestation 0.9.3 reads only one.
    levels = value["predicate"].get("verifiedLevels")
    if not isinstance(levels, list):
        raise ValueError("no list of levels")
    for level in levels or [""]:
        predicate = dict(value["predicate"], verifiedLevels=level)
        result = form.ParseDict(predicate, vsa_pb2.VerificationSummary())
    if value["predicateType"] != "https://slsa.dev/verification_summary/v1":
        raise ValueError("another predicate")
    if result.verification_result not in ("PASSED", "FAILED") or not result.verifier.id:
        raise ValueError("no summary")


def declarations(path):
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    text = pathlib.Path(path).read_text()
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if problem is not None:
        raise ValueError(str(problem)[:300])
    refs, used = [], []

    def walk(value, key):
        if isinstance(value, dict):
            for name, item in value.items():
                walk(item, name)
        elif isinstance(value, list):
            for item in value:
                walk(item, key)
        elif key == "bom-ref":
            refs.append(value)
        elif key in ("requirement", "claims", "counterClaims", "target", "assessor") or (
            key in ("evidence", "counterEvidence") and isinstance(value, str)
        ):
            used.append(value)

    walk(strict(text), "")
    if len(set(refs)) != len(refs) or not used or not set(used) <= set(refs):
        raise ValueError("a reference is double or leads nowhere")


def note(path, vkey):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    text, signatures = pathlib.Path(path).read_text().rsplit("\n\n", 1)
    text += "\n"
    name, _, key = vkey.split("+", 2)
    raw = base64.b64decode(key)
    if raw[0] != 1:
        raise ValueError("no Ed25519 key")
    key_id = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    for line in signatures.strip().split("\n"):
        _, signer, signature = line.split(" ")
        blob = base64.b64decode(signature)
        if signer == name and blob[:4] == key_id:
            Ed25519PublicKey.from_public_bytes(raw[1:]).verify(blob[4:], text.encode())
            return
    raise ValueError("not signed by this key")


def canonical(*paths):
    import rfc8785

    for path in paths:
        data = pathlib.Path(path).read_bytes()
        if rfc8785.dumps(strict(data)) != data:
            raise ValueError(f"{path} is not canonical")


def digest(folder, *ignored):
    import model_signing

    folder = pathlib.Path(folder)
    config = model_signing.hashing.Config().use_file_serialization(allow_symlinks=True)
    config.set_ignored_paths(paths=[folder / path for path in ignored], ignore_git_paths=True)
    manifest = config.hash(folder)
    root = hashlib.sha256()
    for item in manifest.resource_descriptors():
        root.update(item.digest.digest_value)
    print(root.hexdigest())


COMMANDS = {
    f.__name__: f for f in (verdict, summary, declarations, note, canonical, digest)
}

if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    try:
        COMMANDS[sys.argv[1]](*sys.argv[2:])
    except Exception as error:  # noqa: BLE001: whatever a validator throws is a rejection
        print(f"rejected: {type(error).__name__}: {error}")
        sys.exit(1)
