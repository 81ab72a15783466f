#!/usr/bin/env python3
"""Reading Parquet and writing JSON lines, beside the same rows as JSON lines and beside datatrove.

  Benchmarks/parquet.py CORPUS.jsonl [--rounds 3] [--tool .build/release/gemma-safety]

The corpus is written as Parquet by pyarrow, packed with Snappy and with zstd. Each round runs, in turn, `filter` with no rules on the
JSON lines and on both tables, one worker, and datatrove's ParquetReader and JsonlWriter on the second, one task. Printed are medians of
the processor's seconds: of ours for the whole process, with digests and audit log; of datatrove without start-up. Needs pyarrow and
datatrove (0.10.1).
"""
import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile

PEER = """
import sys, time
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import ParquetReader
from datatrove.pipeline.writers import JsonlWriter
source, name, out, logs = sys.argv[1:]
start = time.process_time()
LocalPipelineExecutor([ParquetReader(source, glob_pattern=name), JsonlWriter(out, compression=None)], tasks=1, logging_dir=logs).run()
print("seconds", time.process_time() - start)
"""


def ours(tool, source, folder):
    policy = pathlib.Path(__file__).parent / "policies/none.yaml"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [tool, "filter", source, "-o", folder / "out", "--policy", policy, "--workers", "1", "-q", "--no-measurements", "--overwrite"],
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def theirs(source, folder):
    with tempfile.TemporaryDirectory() as logs:
        out = folder / "peer"
        run = subprocess.run(
            [sys.executable, "-c", PEER, source.parent, source.name, out, logs], capture_output=True, text=True, check=True
        )
    return float(next(line for line in run.stdout.splitlines() if line.startswith("seconds")).split()[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tool", default=".build/release/gemma-safety")
    options = parser.parse_args()
    import pyarrow.json
    import pyarrow.parquet

    os.environ.setdefault("GEMMA_SAFETY_HOME", str(pathlib.Path(__file__).resolve().parents[1]))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        table = pyarrow.json.read_json(options.corpus, read_options=pyarrow.json.ReadOptions(block_size=1 << 26))
        sources = {"JSON lines": options.corpus}
        for codec in ["snappy", "zstd"]:
            sources[f"Parquet, {codec}"] = folder / f"{codec}.parquet"
            pyarrow.parquet.write_table(table, sources[f"Parquet, {codec}"], compression=codec)
        times = {key: [] for key in [*sources, "datatrove, Parquet, zstd"]}
        for _ in range(options.rounds):
            for key, source in sources.items():
                times[key].append(ours(options.tool, source, folder))
            times["datatrove, Parquet, zstd"].append(theirs(sources["Parquet, zstd"], folder))
    size = options.corpus.stat().st_size / 1e6
    print(f"{table.num_rows} rows, {size:.1f} MB of JSON lines, {options.rounds} rounds")
    for key, found in times.items():
        median = statistics.median(found)
        print(f"{key:26} {median:6.2f} s  {size / median:6.0f} MB/s")
    ratio = statistics.median(times["datatrove, Parquet, zstd"]) / statistics.median(times["Parquet, zstd"])
    print(f"datatrove takes {ratio:.1f} times as long")
    return 0


if __name__ == "__main__":
    sys.exit(main())
