"""The benchmarks as lm-evaluation-harness runs them, read from the same files by other code.

Prompts of TruthfulQA, ARC, HellaSwag, PIQA and MMLU are those of the harness's own tasks.
"""

import csv
import glob
import json
import os
import re

LETTERS = "ABCDEFGHIJ"


def table(path, names=None, delimiter=","):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter=delimiter))
    if names is None:
        names, rows = rows[0], rows[1:]
    return [dict(zip(names, row)) for row in rows if row]


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def listed(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def prompt(path, row, key="doc_to_text"):
    """What a task of the harness, a file below its folder, makes of a row."""
    import jinja2
    import lm_eval.tasks
    import yaml

    # Tags such as `!function` name code of the task's folder, which is called by name where it is needed.
    loader = type("Loader", (yaml.SafeLoader,), {})
    loader.add_multi_constructor("!", lambda *_: None)
    with open(f"{os.path.dirname(lm_eval.tasks.__file__)}/{path}", encoding="utf-8") as file:
        task = yaml.load(file, loader)
    if key not in task:
        return prompt(f"{os.path.dirname(path)}/{task['include']}", row, key)
    # As the harness' `apply_template` renders.
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    return environment.from_string(task[key]).render(**row)


def crows_pairs(data):
    rows = table(f"{data}/crows-pairs/crows_pairs_anonymized.csv")
    return [dict(id=row[""], text="", choices=[row["sent_more"], row["sent_less"]], gold=0) for row in rows]


def bbq(data, condition):
    items = []
    for path in sorted(glob.glob(f"{data}/bbq/data/*.jsonl")):
        name = os.path.basename(path)[:-6]
        for row in lines(path):
            if row["context_condition"] == condition:
                items.append(dict(
                    id=f"{name}-{row['example_id']}", gold=row["label"],
                    text=f"{row['context']}\n\nQuestion: {row['question']}\nAnswer:",
                    choices=[row["ans0"], row["ans1"], row["ans2"]]))
    return items


def truthfulqa(data, kind):
    items = []
    with open(f"{data}/truthfulqa/TruthfulQA.csv", newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        before = reader.line_num or 1
        for row in reader:
            start, before = before + 1, reader.line_num
            split = lambda text: [part.strip() for part in text.split(";") if part.strip()]
            true = [row["Best Answer"]] if kind == "mc1" else split(row["Correct Answers"])
            items.append(dict(
                id=str(start), gold=0,
                text=prompt(f"truthfulqa/truthfulqa_{kind}.yaml", dict(question=row["Question"])),
                choices=true + split(row["Incorrect Answers"])))
    return items


def winogender(data):
    items = []
    for row in table(f"{data}/winogender/all_sentences.tsv", delimiter="\t"):
        occupation, participant, answer, _, _ = row["sentid"].split(".")
        words = re.findall(r"[A-Za-z]+", row["sentence"])
        pronouns = {"he", "she", "they", "him", "her", "them", "his", "their"}
        pronoun = next(word.lower() for word in words if word.lower() in pronouns)
        items.append(dict(
            id=row["sentid"], gold=int(answer), choices=[occupation, participant],
            text=f"{row['sentence']} “{pronoun}” refers to the"))
    return items


def arc(data, name):
    rows = table(f"{data}/arc/ARC-{name}_test.csv", ["q", *"abcd", "answer"])
    return numbered([dict(
        text=prompt("arc/arc_easy.yaml", dict(question=row["q"])), choices=[row[c] for c in "abcd"],
        gold=LETTERS.index(row["answer"])) for row in rows], f"{data}/arc/ARC-{name}_test.csv")


def hellaswag(data):
    from lm_eval.tasks.hellaswag.utils import process_docs

    class Rows(list):
        def map(self, function):
            return [function(row) for row in self]

    rows = process_docs(Rows(lines(f"{data}/hellaswag/hellaswag_val.jsonl")))
    return [dict(id=str(index + 1), text=row["query"], choices=row["choices"], gold=row["gold"])
            for index, row in enumerate(rows)]


def piqa(data):
    items = []
    form = re.compile(
        r"Please choose the correct solution to the question: (.*?)\n\nSolution1: (.*?)"
        r"\n\nSolution2: (.*?)\n\nAnswer format: ", re.S)
    for index, row in enumerate(listed(f"{data}/piqa/test.json")):
        goal, *solutions = form.match(row["instruction"]).groups()
        items.append(dict(
            id=str(index + 1), text=prompt("piqa/piqa.yaml", dict(goal=goal)), choices=solutions,
            gold=["solution1", "solution2"].index(row["answer"])))
    return items


def mmlu(data):
    names = ["question", *"abcd", "answer"]

    def block(row):
        options = [row[letter.lower()] for letter in LETTERS[:4]]
        fields = dict(question=row["question"], choices=options)
        return prompt("mmlu/default/_default_template_yaml", fields)

    items = []
    for path in sorted(glob.glob(f"{data}/mmlu/test/*_test.csv")):
        subject = os.path.basename(path)[: -len("_test.csv")]
        shots = table(f"{data}/mmlu/dev/{subject}_dev.csv", names)[:5]
        head = f"The following are multiple choice questions (with answers) about {subject.replace('_', ' ')}.\n\n"
        head += "".join(f"{block(shot)} {shot['answer']}\n\n" for shot in shots)
        found = [dict(text=head + block(row), choices=list(LETTERS[:4]), gold=LETTERS.index(row["answer"]))
                 for row in table(path, names)]
        items += [dict(item, id=f"{subject}-{item['id']}") for item in numbered(found, path)]
    return items


def numbered(items, path):
    """Ids of rows without one: the line of the file that the row begins on."""
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        starts, before = [], 0
        for row in reader:
            if row:
                starts.append(before + 1)
            before = reader.line_num
    return [dict(item, id=str(start)) for item, start in zip(items, starts)]


TASKS = {
    "crows-pairs": (crows_pairs, ""),
    "bbq-ambiguous": (lambda data: bbq(data, "ambig"), " "),
    "bbq-disambiguated": (lambda data: bbq(data, "disambig"), " "),
    "truthfulqa-mc1": (lambda data: truthfulqa(data, "mc1"), " "),
    "truthfulqa-mc2": (lambda data: truthfulqa(data, "mc2"), " "),
    "winogender": (winogender, " "),
    "arc-easy": (lambda data: arc(data, "Easy"), " "),
    "arc-challenge": (lambda data: arc(data, "Challenge"), " "),
    "hellaswag": (hellaswag, " "),
    "piqa": (piqa, " "),
    "mmlu": (mmlu, " "),
}


def load(name, data):
    return TASKS[name][0](data)


def make_task(name, items):
    """A task of lm-evaluation-harness over items, with its own likelihood protocol."""
    import datasets
    from lm_eval.api.task import ConfigurableTask

    rows = [dict(item, choices=list(item["choices"])) for item in items]
    return ConfigurableTask(config={
        "task": name,
        "custom_dataset": lambda **_: {"test": datasets.Dataset.from_list(rows)},
        "test_split": "test",
        "output_type": "multiple_choice",
        "doc_to_text": lambda doc: doc["text"],
        "doc_to_choice": lambda doc: doc["choices"],
        "doc_to_target": lambda doc: doc["gold"],
        "target_delimiter": TASKS[name][1],
        "num_fewshot": 0,
        "metric_list": [{"metric": "acc", "aggregation": "mean", "higher_is_better": True}],
    })


def open_model(folder, batch_size, threads):
    import torch
    from lm_eval.models.huggingface import HFLM

    torch.set_num_threads(threads)
    return HFLM(pretrained=folder, device="cpu", dtype="float32", batch_size=batch_size)


def evaluate(model, tasks):
    from lm_eval import evaluator

    return evaluator.evaluate(model, {task.config.task: task for task in tasks}, log_samples=True,
                              bootstrap_iters=0)


def likelihoods(results, name):
    """The log-likelihoods of each item's choices, by its id."""
    found = {}
    for sample in results["samples"][name]:
        values = [float(response[0][0]) for response in sample["resps"]]
        found[sample["doc"]["id"]] = values
    return found
