#!/usr/bin/env python3
"""Runs lm-eval and Inspect on twelve invented questions and keeps what they write.

  python3 -m venv venv
  venv/bin/pip install lm-eval==0.4.13 inspect-ai==0.3.285
  venv/bin/python harness_logs.py ../../Tests/SafetyEvaluationTests/Fixtures/Harnesses

The model is lm-eval's `dummy` and Inspect's `mockllm/model`, so that no weights are needed. Paths,
machine and clock are taken out of what is kept. Inspect's log is kept as an archive too, packed by
zstd, as it does today, and by deflate, as it did. With `--check FILE` it instead reads a results file
that gemma-safety exported, through lm-eval's own table.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from peers import require

PINNED = {"lm-eval": "0.4.13", "inspect-ai": "0.3.285"}

TASK = """
task: kettles
dataset_path: json
dataset_kwargs: {data_files: {test: DATA}}
test_split: test
output_type: multiple_choice
doc_to_text: "{{question}}"
doc_to_target: "{{gold}}"
doc_to_choice: "{{choices}}"
metric_list:
  - {metric: acc, aggregation: mean, higher_is_better: true}
  - {metric: acc_norm, aggregation: mean, higher_is_better: true}
metadata: {version: 1.0}
"""

QUESTIONS = [
    {"question": f"Which kettle sings at hour {hour}?", "choices": ["the silver one", "the copper one"],
     "gold": hour % 2} for hour in range(12)]

DROPPED = {"pretty_env_info", "start_time", "end_time", "total_evaluation_time_seconds", "date",
           "transformers_version", "upper_git_hash", "git_hash"}


def lm_eval(folder, out):
    data = folder / "kettles.json"
    data.write_text("\n".join(json.dumps(question) for question in QUESTIONS))
    (folder / "kettles.yaml").write_text(TASK.replace("DATA", str(data)))
    for name, extra in [("lm-eval", []), ("lm-eval-limited", ["--limit", "5"])]:
        target = folder / name
        subprocess.run(
            [sys.executable, "-m", "lm_eval", "run", "--model", "dummy", "--model_args", "pretrained=kettle-2b", "--tasks", "kettles",
             "--include_path", str(folder), "--output_path", str(target), "--log_samples", *extra],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "HF_DATASETS_CACHE": str(folder / "cache")})
        results = json.loads(next(target.rglob("results_*.json")).read_text())
        kept = {key: value for key, value in results.items() if key not in DROPPED}
        write(out / f"{name}.json", kept, folder)


def inspect(folder, out):
    import tiktoken
    from inspect_ai import Task, eval as evaluate
    from inspect_ai.dataset import MemoryDataset, Sample
    from inspect_ai.log import read_eval_log
    from inspect_ai.scorer import match

    class Words:
        """Stands for a vocabulary that tiktoken would fetch: tokens are counted, never used."""

        def encode(self, text, **_):
            return text.split()

    tiktoken.get_encoding = tiktoken.encoding_for_model = lambda _: Words()
    samples = [Sample(id=hour, input=question["question"],
                      target="Default output from mockllm/model" if hour % 3 else "No output")
               for hour, question in enumerate(QUESTIONS)]
    task = Task(dataset=MemoryDataset(samples, name="kettles"), scorer=match(), name="kettles")
    for name, limit in [("inspect", None), ("inspect-limited", 5)]:
        log = evaluate(task, model="mockllm/model", log_dir=str(folder / name), log_format="json",
                       limit=limit, display="none")[0]
        content = json.loads(pathlib.Path(log.location.removeprefix("file://")).read_text())
        for key in ("stats", "samples", "reductions"):
            content.pop(key, None)
        content["eval"].pop("revision", None)
        write(out / f"{name}.json", content, folder)
    archive(out)


def archive(out):
    """What figures are read from, written twice as a log that was gone on with has it, and a sample."""
    import zipfile
    import zipfile_zstd  # noqa: F401, which gives zipfile the packing that Inspect writes
    log = (out / "inspect.json").read_text()
    for name, packing in [("inspect", zipfile.ZIP_ZSTANDARD), ("inspect-deflate", zipfile.ZIP_DEFLATED)]:
        with zipfile.ZipFile(out / f"{name}.eval", "w", packing) as file:
            for member, text in [("header.json", "{}"), ("samples/0_epoch_1.json", "{}"), ("header.json", log)]:
                file.writestr(zipfile.ZipInfo(member), text, packing)


def write(path, content, folder):
    text = json.dumps(content, indent=1, sort_keys=True).replace(str(folder), "folder")
    path.write_text(text + "\n")


def check(path):
    from lm_eval.utils import make_table
    results = json.loads(pathlib.Path(path).read_text())
    print(make_table(results))


def main():
    require(PINNED)
    if sys.argv[1] == "--check":
        return check(sys.argv[2])
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        lm_eval(pathlib.Path(name), out)
        inspect(pathlib.Path(name), out)


if __name__ == "__main__":
    main()
