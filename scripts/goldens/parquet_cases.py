#!/usr/bin/env python3
"""Makes Parquet files and the JSON lines that pyarrow reads from them; compares the program with pyarrow on random ones.

usage: parquet_cases.py fixtures FOLDER          small files of every type, encoding, codec and version, each with NAME.jsonl
       parquet_cases.py compare PROGRAM [COUNT [SEED]]   random tables, what the program reads against what pyarrow reads
Needs pyarrow; `compare` also takes fastparquet, duckdb and polars, where they are installed, as writers.
"""
import base64
import datetime
import decimal
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile
import uuid

import numpy
import pyarrow as pa
import pyarrow.parquet as pq

CODECS = ["none", "snappy", "gzip", "brotli", "lz4", "zstd"]
WORDS = "silver kettle dance \u00e9t\u00e9 \u6f22\u5b57 \U0001f600 \"quoted\" back\\slash tab\t line\nend \x01 nul\x00".split(" ")


def text(rng, longest=12):
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(0, longest)))


def decimals(rng, precision, scale):
    number = rng.randint(-(10**precision) + 1, 10**precision - 1)
    return decimal.Decimal(number).scaleb(-scale, decimal.Context(prec=100))


def flat_types():
    """Types and how a value of each is made."""
    day = datetime.date(1970, 1, 1)
    at = datetime.datetime(1970, 1, 1)
    integers = [
        (make(), lambda rng, low=low, high=high: rng.choice([low, high, rng.randint(low, high), rng.randint(-3, 3) % (high + 1)]))
        for make, low, high in [
            (pa.int8, -(2**7), 2**7 - 1), (pa.int16, -(2**15), 2**15 - 1), (pa.int32, -(2**31), 2**31 - 1),
            (pa.int64, -(2**63), 2**63 - 1), (pa.uint8, 0, 2**8 - 1), (pa.uint16, 0, 2**16 - 1),
            (pa.uint32, 0, 2**32 - 1), (pa.uint64, 0, 2**64 - 1),
        ]
    ]
    micros = lambda rng: at + datetime.timedelta(microseconds=rng.randint(-(10**16), 10**16))
    return integers + [
        (pa.bool_(), lambda rng: rng.random() < 0.5),
        (pa.float32(), lambda rng: rng.choice([0.0, -0.0, math.inf, math.nan, rng.gauss(0, 1e6)])),
        (pa.float64(), lambda rng: rng.choice([0.0, -math.inf, 5e-324, 1e300, rng.gauss(0, 1)])),
        (pa.float16(), lambda rng: float(rng.randint(-2048, 2048)) / 8),
        (pa.string(), text),
        (pa.large_string(), text),
        (pa.binary(), lambda rng: rng.randbytes(rng.randint(0, 9)) if rng.random() < 0.5 else text(rng).encode()),
        (pa.binary(5), lambda rng: rng.randbytes(5)),
        (pa.date32(), lambda rng: day + datetime.timedelta(days=rng.randint(-300_000, 300_000))),
        (pa.time32("ms"), lambda rng: datetime.time(rng.randint(0, 23), 1, 2, 1000 * rng.randint(0, 999))),
        (pa.time64("us"), lambda rng: datetime.time(rng.randint(0, 23), 59, 59, rng.randint(0, 999_999))),
        (pa.timestamp("ms"), lambda rng: micros(rng).replace(microsecond=1000 * rng.randint(0, 999))),
        (pa.timestamp("us"), micros),
        (pa.timestamp("us", tz="UTC"), lambda rng: micros(rng).replace(tzinfo=datetime.timezone.utc)),
        (pa.decimal128(9, 2), lambda rng: decimals(rng, 9, 2)),
        (pa.decimal128(18, 0), lambda rng: decimals(rng, 18, 0)),
        (pa.decimal128(38, 12), lambda rng: decimals(rng, 38, 12)),
        (pa.decimal256(70, 35), lambda rng: decimals(rng, 70, 35)),
        (pa.dictionary(pa.int32(), pa.string()), lambda rng: rng.choice(["red", "green", "blue", "\u00e9"])),
        (pa.null(), lambda rng: None),
    ]


def random_type(rng, depth=0):
    kind = rng.random()
    if depth < 3 and kind < 0.15:
        inner, make = random_type(rng, depth + 1)
        list_type = rng.choice([pa.list_, pa.large_list])
        return list_type(inner), lambda rng: [maybe(rng, make) for _ in range(rng.choice([0, 1, 2, 3, 7]))]
    if depth < 3 and kind < 0.3:
        members = [(f"m{index}", *random_type(rng, depth + 1)) for index in range(rng.randint(1, 3))]
        return (
            pa.struct([(name, inner) for name, inner, _ in members]),
            lambda rng: {name: maybe(rng, make) for name, _, make in members},
        )
    if depth < 2 and kind < 0.36:
        inner, make = random_type(rng, depth + 1)
        return (
            pa.map_(pa.string(), inner),
            lambda rng: [(text(rng, 2), maybe(rng, make)) for _ in range(rng.randint(0, 3))],
        )
    types = flat_types()
    if depth > 0:
        # pyarrow does not write dictionaries and nulls inside of others in every version.
        types = [entry for entry in types if not pa.types.is_dictionary(entry[0]) and not pa.types.is_null(entry[0])]
    return rng.choice(types)


def maybe(rng, make):
    return None if rng.random() < 0.2 else make(rng)


def random_table(rng):
    rows = rng.choice([1, 3, 50, 1023, 1024, 1025, 3000])
    columns = {"text": pa.array([text(rng) for _ in range(rows)], pa.string())}
    for index in range(rng.randint(1, 6)):
        kind, make = random_type(rng)
        chance = rng.choice([0, 0, 0.1, 0.9, 1])
        if rng.random() < 0.2:
            same = make(rng)
            values = [same] * rows
        else:
            values = [None if rng.random() < chance else make(rng) for _ in range(rows)]
        name = rng.choice(["a", "b.c", "d e", "\u00e9\"", "list", "array"]) + str(index)
        columns[name] = pa.array(values, kind)
    return pa.table(columns)


def encodings(rng, table):
    """An encoding of its own for some of the plain columns."""
    choices = {}
    for field in table.schema:
        kind = field.type
        if pa.types.is_integer(kind):
            choices[field.name] = rng.choice(["PLAIN", "DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT"])
            if kind.bit_width < 32:
                choices[field.name] = "DELTA_BINARY_PACKED"
        elif pa.types.is_float32(kind) or pa.types.is_float64(kind):
            choices[field.name] = "BYTE_STREAM_SPLIT"
        elif pa.types.is_string(kind) or kind == pa.binary():
            choices[field.name] = rng.choice(["PLAIN", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"])
        elif pa.types.is_fixed_size_binary(kind):
            choices[field.name] = rng.choice(["PLAIN", "DELTA_BYTE_ARRAY", "BYTE_STREAM_SPLIT"])
        elif pa.types.is_boolean(kind):
            choices[field.name] = rng.choice(["PLAIN", "RLE"])
    return choices


def write_pyarrow(rng, table, path):
    options = {
        "compression": rng.choice(CODECS),
        "data_page_version": rng.choice(["1.0", "2.0"]),
        "version": rng.choice(["1.0", "2.4", "2.6"]),
        "row_group_size": rng.choice([1, 7, 1000, 100_000]) if table.num_rows < 100 else rng.choice([333, 100_000]),
        "data_page_size": rng.choice([1, 100, 5000, 1 << 20]),
        "write_page_checksum": rng.random() < 0.5,
        "use_compliant_nested_type": rng.random() < 0.7,
        "coerce_timestamps": rng.choice([None, None, "us"]),
        "allow_truncated_timestamps": True,
    }
    if rng.random() < 0.3:
        options["use_deprecated_int96_timestamps"] = True
        options["coerce_timestamps"] = None
    if rng.random() < 0.5:
        options["use_dictionary"] = False
        options["column_encoding"] = encodings(rng, table)
    pq.write_table(table, path, **options)


def written(value, kind):
    """A value as the program writes it (docs/formats.md), of pyarrow's type."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if isinstance(kind, pa.BaseExtensionType):
        kind = kind.storage_type
    if value is None:
        return "null"
    if pa.types.is_map(kind):
        members = [f'{{"key":{written(key, kind.key_type)},"value":{written(item, kind.item_type)}}}' for key, item in value]
        return f"[{','.join(members)}]"
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return f"[{','.join(written(item, kind.value_type) for item in value)}]"
    if pa.types.is_struct(kind):
        return row_of(value, kind)
    if pa.types.is_floating(kind):
        narrow = numpy.float64(value) if pa.types.is_float64(kind) else numpy.float32(value)
        # The shortest digits of the narrow type, laid out as Python and Swift do.
        return repr(float(str(narrow))) if numpy.isfinite(narrow) else "null"
    if isinstance(value, decimal.Decimal):
        return f"{value:f}"
    return json.dumps(plain(value, kind), ensure_ascii=False, separators=(",", ":"))


def plain(value, kind):
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return {"base64": base64.b64encode(value).decode()}
    if isinstance(value, datetime.datetime):
        head = value.replace(tzinfo=None, microsecond=0).isoformat()
        return head + fraction(value.microsecond) + ("Z" if kind.tz else "")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return value.replace(microsecond=0).isoformat() + fraction(value.microsecond)
    if isinstance(value, uuid.UUID):
        return str(value)
    return value


def fraction(microseconds):
    """In groups of three digits."""
    text = f".{microseconds:06d}" if microseconds else ""
    return text.removesuffix("000")


def row_of(row, fields):
    members = [f"{json.dumps(field.name, ensure_ascii=False)}:{written(row[field.name], field.type)}" for field in fields]
    return f"{{{','.join(members)}}}"


def lines_of(path):
    """What pyarrow reads."""
    table = pq.read_table(path, coerce_int96_timestamp_unit="us")
    return [row_of(row, table.schema) for row in table.to_pylist()]


def read_by(program, paths, folder):
    """The lines that the program keeps of some files, by name."""
    policy = folder / "keep.yaml"
    policy.write_text("version: 1\nname: keep\nsummary: Nothing is judged.\nwords: whitespace\n")
    subprocess.run(
        [program, "filter", *map(str, paths), "-o", str(folder / "out"), "--policy", str(policy), "-q"],
        check=True,
    )
    return {path.name: (folder / "out/kept" / (path.name + ".jsonl")).read_text().split("\n")[:-1] for path in paths}


def other_writers():
    writers = {}
    try:
        import fastparquet

        writers["fastparquet"] = lambda rng, table, path: fastparquet.write(
            str(path), table.to_pandas(), compression=rng.choice(["SNAPPY", "GZIP", "ZSTD", "LZ4", "UNCOMPRESSED"])
        )
    except ImportError:
        pass
    try:
        import duckdb

        writers["duckdb"] = lambda rng, table, path: duckdb.from_arrow(table).write_parquet(
            str(path), compression=rng.choice(["snappy", "zstd", "gzip", "uncompressed", "lz4_raw", "brotli"])
        )
    except ImportError:
        pass
    try:
        import polars

        writers["polars"] = lambda rng, table, path: polars.from_arrow(table).write_parquet(
            path, compression=rng.choice(["snappy", "zstd", "gzip", "uncompressed", "lz4", "brotli"])
        )
    except ImportError:
        pass
    return writers


def compare(program, count=200, seed=1):
    rng = random.Random(seed)
    writers = {"pyarrow": write_pyarrow, **other_writers()}
    tally = {name: [0, 0, 0] for name in writers}
    refused = {}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        paths = {}
        while len(paths) < count:
            writer = rng.choice(list(writers))
            path = folder / f"{len(paths):05d}-{writer}.parquet"
            try:
                writers[writer](rng, random_table(rng), path)
            except BaseException as error:  # What a writer does not take is no case; polars panics past Exception.
                if isinstance(error, KeyboardInterrupt):
                    raise
                refused[writer] = refused.get(writer, 0) + 1
                continue
            paths[path] = writer
        lines = read_by(program, paths, folder)
        for path, writer in paths.items():
            try:
                theirs = lines_of(path)
            except pa.ArrowInvalid as error:
                print(f"{path.name}: pyarrow cannot read it ({str(error)[:80]})")
                continue
            ours = lines[path.name]
            wrong = abs(len(ours) - len(theirs)) + sum(mine != other for mine, other in zip(ours, theirs))
            tally[writer][0] += 1
            tally[writer][1] += len(theirs)
            tally[writer][2] += wrong
            if wrong:
                print(f"{path.name}: {wrong} of {len(theirs)} rows differ")
    for writer, (files, rows, wrong) in tally.items():
        print(f"{writer}: {files} files, {rows} rows, {wrong} differ; {refused.get(writer, 0)} tables not taken by the writer")
    return 1 if any(wrong for _, _, wrong in tally.values()) else 0


def fixtures(folder):
    """A file for every codec and version with every type, and for every other encoding and writer, 12 rows each."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(20261201)
    flat = {f"c{index}": (kind, make) for index, (kind, make) in enumerate(flat_types())}
    nested = {
        "list": (pa.list_(pa.string()), lambda rng: [maybe(rng, text) for _ in range(rng.randint(0, 3))]),
        "lists": (pa.list_(pa.list_(pa.int32())), lambda rng: [[1, None], [], None][: rng.randint(0, 3)]),
        "struct": (pa.struct([("a", pa.int64()), ("b", pa.list_(pa.bool_()))]), lambda rng: {"a": maybe(rng, lambda _: 7), "b": [True]}),
        "map": (pa.map_(pa.string(), pa.int32()), lambda rng: [("silver", 1), ("kettle", None)][: rng.randint(0, 2)]),
        "id": (pa.int64(), lambda rng: rng.randint(0, 99)),
    }

    def table(columns):
        made = {"text": pa.array([text(rng, 4) for _ in range(12)])}
        for name, (kind, make) in columns.items():
            made[name] = pa.array([maybe(rng, make) for _ in range(12)], kind)
        return pa.table(made)

    def write(name, table, **options):
        pq.write_table(table, folder / f"{name}.parquet", **options)

    for codec in CODECS:
        version = "1.0" if CODECS.index(codec) % 2 else "2.0"
        write(codec, table(flat), compression=codec, data_page_version=version, write_page_checksum=codec == "zstd")
    plain_columns = {name: entry for name, entry in flat.items() if not pa.types.is_dictionary(entry[0])}
    for index in range(3):
        made = table(plain_columns)
        write(f"encodings-{index}", made, use_dictionary=False, column_encoding=encodings(rng, made))
    write("nested", table(nested), row_group_size=5, data_page_size=1)
    write("nested-of-old", table(nested), use_compliant_nested_type=False, data_page_version="2.0")
    write("times-of-old", table({"t": (pa.timestamp("us"), dict(flat_types())[pa.timestamp("us")])}), use_deprecated_int96_timestamps=True)
    simple = table({"id": nested["id"], "c": (pa.string(), text), "f": (pa.float64(), lambda rng: rng.gauss(0, 1))})
    for name, writer in other_writers().items():
        writer(rng, simple, folder / f"{name}.parquet")
    for path in sorted(folder.glob("*.parquet")):
        path.with_suffix(".jsonl").write_text("".join(f"{line}\n" for line in lines_of(path)))
    return 0


def main():
    if len(sys.argv) == 3 and sys.argv[1] == "fixtures":
        return fixtures(sys.argv[2])
    if len(sys.argv) >= 3 and sys.argv[1] == "compare":
        return compare(sys.argv[2], *(int(value) for value in sys.argv[3:5]))
    print(__doc__, file=sys.stderr)
    return 64


if __name__ == "__main__":
    sys.exit(main())
