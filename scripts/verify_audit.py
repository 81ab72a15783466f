#!/usr/bin/env python3
"""Checks a gemma-safety audit log with nothing but Python's standard library.

It shares no code with gemma-safety: numbering, leaf hashes, tiles, checkpoints, and the size and
root of a checkpoint kept elsewhere. Exit codes: 0 the log fits, 1 it does not, 2 wrong usage.

usage: verify_audit.py audit.sqlite [checkpoint-note-file]
"""

import base64
import hashlib
import sqlite3
import sys


def sha256(data):
    return hashlib.sha256(data).digest()


class Tree:
    """RFC 6962: a stack of (height, root), and every node of height 8, 16, ... for the tiles."""

    def __init__(self):
        self.size = 0
        self.stack = []
        self.nodes = {}

    def append(self, leaf):
        height, node = 0, leaf
        while self.stack and self.stack[-1][0] == height:
            node = sha256(b"\x01" + self.stack.pop()[1] + node)
            height += 1
            if height % 8 == 0:
                self.nodes.setdefault(height // 8, []).append(node)
        self.stack.append((height, node))
        self.size += 1

    def root(self):
        if not self.stack:
            return sha256(b"")
        node = self.stack[-1][1]
        for _, left in reversed(self.stack[:-1]):
            node = sha256(b"\x01" + left + node)
        return node


def check(path, external):
    problems = []
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    db.execute("BEGIN")
    if db.execute("PRAGMA application_id").fetchone()[0] != 0x47534131:
        return ["not an audit log"], Tree()
    (origin,) = db.execute("SELECT origin FROM log").fetchone()
    expected = {}
    for size, root, note in db.execute("SELECT size, root, note FROM checkpoint"):
        # Signatures follow an empty line; whose they are takes Ed25519, which is not checked here.
        text = note.split("\n\n")[0].rstrip("\n") + "\n"
        if text != f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n":
            problems.append(f"checkpoint {size}: its note says something else")
        expected.setdefault(size, []).append(root)
    if external:
        name, size, root = external.split("\n")[:3]
        if name != origin:
            problems.append("the external checkpoint is of another log")
        expected.setdefault(int(size), []).append(base64.b64decode(root))

    tree = Tree()
    rows = db.execute("SELECT seq, CAST(body AS BLOB), leaf FROM event ORDER BY seq")
    for seq, body, leaf in rows:
        if seq != tree.size:
            problems.append(f"event {tree.size} is missing")
            break
        computed = sha256(b"\x00" + body)
        if computed != leaf:
            problems.append(f"event {seq}: its body does not fit its leaf")
        tree.append(computed)
        for root in expected.pop(tree.size, []):
            if root != tree.root():
                problems.append(f"checkpoint {tree.size}: another root")
    problems += [f"checkpoint {size}: the log has {tree.size} events" for size in expected if size]

    stored = {}
    for level, index, hashes in db.execute("SELECT level, idx, hashes FROM tile"):
        stored[level, index] = hashes
    belong = {
        (level, start // 256): b"".join(nodes[start : start + 256])
        for level, nodes in tree.nodes.items()
        for start in range(0, len(nodes), 256)
    }
    for key in sorted(stored.keys() | belong.keys()):
        if stored.get(key) != belong.get(key):
            problems.append(f"tile {key[0]}/{key[1]} does not fit")
    return problems, tree


def main():
    if len(sys.argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    external = None
    if len(sys.argv) == 3:
        with open(sys.argv[2], encoding="utf-8") as file:
            external = file.read()
    try:
        problems, tree = check(sys.argv[1], external)
    except (sqlite3.Error, ValueError, TypeError) as error:
        print(f"cannot be read: {error}")
        return 1
    for problem in problems[:20]:
        print(problem)
    print(f"{tree.size} events, root {tree.root().hex()}, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
