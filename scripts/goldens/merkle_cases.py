#!/usr/bin/env python3
"""Writes the RFC 6962 roots and proofs that the audit log must reproduce, held against pymerkle.

  python3 -m venv venv
  venv/bin/pip install pymerkle==7.0.0 cryptography==50.0.2
  venv/bin/python merkle_cases.py > ../../Tests/AuditLogTests/Fixtures/merkle.json

Leaf n is the text `leaf-n`. `MTH`, `PATH` and `SUBPROOF` below are the RFC's own recursions; every
root and every inclusion path they give for up to 130 leaves is compared with pymerkle's. Consistency
proofs are checked by the RFC's own algorithm against roots between which pymerkle's proofs hold too.
The file holds the roots, all proofs of a few sizes, and the digest over all proofs. `notes` are signed by cryptography's Ed25519.
"""
import base64
import hashlib
import json
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pymerkle import InmemoryTree, verify_consistency, verify_inclusion

from peers import require

LEAVES = 130
SHOWN = (1, 2, 3, 6, 7, 8, 9, 21)


def sha256(data):
    return hashlib.sha256(data).digest()


def split(count):
    return 1 << (count - 1).bit_length() - 1


def mth(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0])
    k = split(len(leaves))
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:]))


def path(index, leaves):
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return path(index, leaves[:k]) + [mth(leaves[k:])]
    return path(index - k, leaves[k:]) + [mth(leaves[:k])]


def subproof(size, leaves, whole):
    if size == len(leaves):
        return [] if whole else [mth(leaves)]
    k = split(len(leaves))
    if size <= k:
        return subproof(size, leaves[:k], whole) + [mth(leaves[k:])]
    return subproof(size - k, leaves[k:], False) + [mth(leaves[:k])]


def continues(old, old_root, size, root, proof):
    """RFC 9162, section 2.1.4.2."""
    if old == size:
        return not proof and old_root == root
    proof = ([old_root] if old & (old - 1) == 0 else []) + proof
    fn, sn = old - 1, size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = proof[0]
    for c in proof[1:]:
        if fn & 1 or fn == sn:
            fr, sr = sha256(b"\x01" + c + fr), sha256(b"\x01" + c + sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = sha256(b"\x01" + sr + c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == old_root and sr == root


def key_id(name, kind, public):
    return sha256(name.encode() + b"\n" + bytes([kind]) + public)[:4]


def notes(root):
    """A log's note and a witness's cosignature on it."""
    name, seed = "kettle.example/log", bytes(range(32))
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public = key.public_key().public_bytes_raw()
    text = f"{name}\n{LEAVES}\n{base64.b64encode(root).decode()}\n"
    lines, keys = [], []
    id = key_id(name, 1, public)
    signature = key.sign(text.encode())
    lines.append(f"\u2014 {name} {base64.b64encode(id + signature).decode()}\n")
    keys.append(f"{name}+{id.hex()}+{base64.b64encode(bytes([1]) + public).decode()}")
    witness, time = "witness.example/w1", 1767225600
    other = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
    public = other.public_key().public_bytes_raw()
    id = key_id(witness, 4, public)
    signature = other.sign(f"cosignature/v1\ntime {time}\n{text}".encode())
    line = base64.b64encode(id + time.to_bytes(8, "big") + signature).decode()
    lines.append(f"\u2014 {witness} {line}\n")
    keys.append(f"{witness}+{id.hex()}+{base64.b64encode(bytes([4]) + public).decode()}")
    public = key.public_key().public_bytes_raw()
    private = base64.b64encode(bytes([1]) + seed).decode()
    return {
        "private_key": f"PRIVATE+KEY+{name}+{key_id(name, 1, public).hex()}+{private}",
        "keys": keys,
        "note": text + "\n" + "".join(lines),
    }


def main():
    require({"pymerkle": "7.0.0", "cryptography": "50.0.2"})
    leaves = [f"leaf-{n}".encode() for n in range(LEAVES)]
    tree = InmemoryTree(algorithm="sha256")
    for leaf in leaves:
        tree.append_entry(leaf)
    shown, everything = {"inclusion": [], "consistency": []}, hashlib.sha256()
    roots = [mth(leaves[:size]) for size in range(LEAVES + 1)]
    for size in range(1, LEAVES + 1):
        assert tree.get_root(size) == roots[size]
        for index in range(size):
            own = path(index, leaves[:size])
            proof = tree.prove_inclusion(index + 1, size)
            verify_inclusion(sha256(b"\x00" + leaves[index]), roots[size], proof)
            # pymerkle's path begins with the leaf and lists subtrees by place, not by height.
            assert sorted(proof.path) == sorted(own + [sha256(b"\x00" + leaves[index])])
            everything.update(b"".join(own))
            if size in SHOWN:
                shown["inclusion"].append([index, size, [node.hex() for node in own]])
        for old in range(1, size + 1):
            own = subproof(old, leaves[:size], True)
            proof = tree.prove_consistency(old, size)
            verify_consistency(roots[old], roots[size], proof)
            # pymerkle's proofs of even sizes start a level lower, so they are not the RFC's bytes.
            assert continues(old, roots[old], size, roots[size], own)
            assert old % 2 == 0 or set(own) <= set(proof.path)
            everything.update(b"".join(own))
            if size in SHOWN:
                shown["consistency"].append([old, size, [node.hex() for node in own]])
    json.dump(
        {
            "leaves": LEAVES,
            "roots": [root.hex() for root in roots],
            "all_proofs_sha256": everything.hexdigest(),
            "notes": notes(roots[LEAVES]),
            **shown,
        },
        sys.stdout,
        separators=(",", ":"),
    )


if __name__ == "__main__":
    main()
