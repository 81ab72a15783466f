#!/usr/bin/env python3
"""Checks what `audit export` wrote with libraries that share no code with gemma-safety.

  python3 -m venv venv
  venv/bin/pip install pymerkle==7.0.0 opentelemetry-proto==1.45.2 rfc8785==0.1.4
  venv/bin/python scripts/check_exports.py --jsonl events.jsonl --otel logs.jsonl --tiles tiles/

jsonl: each line is RFC 8785's canonical form of itself. otel: each line is an OTLP request to the last
field. tiles: entries, every tile and the checkpoint fit pymerkle's tree over the entries. Exit codes:
0 all fits, 1 something does not.
"""
import argparse
import base64
import json
import pathlib
import sys

import rfc8785
from google.protobuf import json_format
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from pymerkle import InmemoryTree


def check_jsonl(path):
    lines = pathlib.Path(path).read_bytes().splitlines()
    assert lines and all(rfc8785.dumps(json.loads(line)) == line for line in lines)
    return f"{len(lines)} lines"


def check_otel(path):
    count = 0
    for line in pathlib.Path(path).read_text().splitlines():
        request = json_format.Parse(line, ExportLogsServiceRequest())
        for resource in request.resource_logs:
            for scope in resource.scope_logs:
                for record in scope.log_records:
                    assert record.time_unix_nano > 0 and record.event_name
                    assert record.body.WhichOneof("value") == "kvlist_value"
                    count += 1
    assert count
    return f"{count} records"


def name(index, count):
    groups = [f"{index % 1000:03d}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03d}")
    return "/".join(groups) + ("" if count == 256 else f".p/{count}")


def check_tiles(path):
    folder = pathlib.Path(path)
    _, size, root = (folder / "checkpoint").read_text().split("\n")[:3]
    size = int(size)
    tree = InmemoryTree(algorithm="sha256")
    for start in range(0, size, 256):
        data = (folder / "tile/entries" / name(start // 256, min(256, size - start))).read_bytes()
        while data:
            length = int.from_bytes(data[:2], "big")
            tree.append_entry(data[2 : 2 + length])
            data = data[2 + length :]
    assert tree.get_size() == size
    assert tree.get_root(size) == base64.b64decode(root)
    level, nodes = 0, [tree.get_leaf(index) for index in range(1, size + 1)]
    tiles = 0
    while nodes:
        for start in range(0, len(nodes), 256):
            part = nodes[start : start + 256]
            data = (folder / f"tile/{level}" / name(start // 256, len(part))).read_bytes()
            assert data == b"".join(part), (level, start)
            tiles += 1
        parents = []
        for start in range(0, len(nodes) - 255, 256):
            row = nodes[start : start + 256]
            while len(row) > 1:
                row = [tree.hash_pair(row[i], row[i + 1]) for i in range(0, len(row), 2)]
            parents += row
        level, nodes = level + 1, parents
    return f"{size} entries, {tiles} tiles"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    checks = {"jsonl": check_jsonl, "otel": check_otel, "tiles": check_tiles}
    for form in checks:
        parser.add_argument(f"--{form}")
    options, failed = vars(parser.parse_args()), False
    for form, check in checks.items():
        if options[form] is None:
            continue
        try:
            print(f"{form}: {check(options[form])}")
        except (AssertionError, OSError, ValueError, json_format.ParseError) as error:
            print(f"{form}: does not fit: {type(error).__name__} {error}")
            failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
