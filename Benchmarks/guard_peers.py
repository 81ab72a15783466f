"""Times the guard beside other guards on the same text, phrases and patterns, turn and turn about.

usage: guard_peers.py [--rounds 200] [--python NAME=INTERPRETER ...]

The text has 2,300 characters of prose in which nothing is found; there are 1,000 phrases and 20 patterns. Each peer is a
process of its own under the interpreter named for it, since they ask for versions that exclude one another:

  llm-guard    BanSubstrings over strings and over words, with Regex
  guardrails   guardrails-ai: a validator of our own on `re`, since those of its hub are fetched elsewhere
  nemo         NeMo Guardrails: regex rails over the input, no model

None of them reads through disguises, as the guard does in four views. What is not there is named with the reason.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

import serve

TOOL = ".build/release/guard-benchmark"


def read(folder, name):
    with open(os.path.join(folder, name + ".txt")) as file:
        return file.read()


# Peers: each gives back a function that looks at a text and says whether something was found.


def llm_guard(phrases, patterns, kind):
    import importlib.util
    import types

    # The package imports all its scanners at once, with the libraries of models that none of these two needs.
    root = importlib.util.find_spec("llm_guard").submodule_search_locations[0]
    for name, path in (("llm_guard", root), ("llm_guard.input_scanners", root + "/input_scanners")):
        sys.modules[name] = types.ModuleType(name)
        sys.modules[name].__path__ = [path]
    from llm_guard.input_scanners.ban_substrings import BanSubstrings, MatchType
    from llm_guard.input_scanners.regex import Regex
    from llm_guard.util import configure_logger

    configure_logger("ERROR")
    scanners = [
        BanSubstrings(substrings=phrases, match_type=MatchType(kind), case_sensitive=False, redact=False),
        Regex(patterns=patterns, is_blocked=True, redact=False),
    ]
    return lambda text: not all([scanner.scan(text)[1] for scanner in scanners])


def guardrails(phrases, patterns):
    import re

    from guardrails import Guard, OnFailAction
    from guardrails.validators import FailResult, PassResult, Validator, register_validator

    compiled = [re.compile(re.escape(p), re.IGNORECASE) for p in phrases] + [re.compile(p) for p in patterns]

    @register_validator(name="bench/regex", data_type="string")
    class NoMatch(Validator):
        def validate(self, value, metadata):
            if any(p.search(value) for p in compiled):
                return FailResult(error_message="found")
            return PassResult()

    guard = Guard().use(NoMatch(on_fail=OnFailAction.NOOP))
    guard.configure(allow_metrics_collection=False)
    return lambda text: not guard.validate(text).validation_passed


def nemo(phrases, patterns):
    import re

    from nemoguardrails import LLMRails, RailsConfig

    rails = {
        "models": [],
        "rails": {
            "config": {"regex_detection": {"input": {
                "patterns": [re.escape(p) for p in phrases] + patterns, "case_insensitive": True}}},
            "input": {"flows": ["regex check input"]},
        },
    }
    app = LLMRails(RailsConfig.from_content(yaml_content=json.dumps(rails)))

    def look(text):
        answer = app.generate(messages=[{"role": "user", "content": text}], options={"rails": ["input"]})
        return answer.response[0]["content"] != text

    return look


PEERS = {
    "llm-guard, strings": ("llm-guard", lambda *material: llm_guard(*material, "str")),
    "llm-guard, words": ("llm-guard", lambda *material: llm_guard(*material, "word")),
    "guardrails-ai, re": ("guardrails", guardrails),
    "NeMo Guardrails, regex": ("nemo", nemo),
}


def work(name, folder):
    """A peer's process: a line in, the microseconds of one look out."""
    phrases, patterns = read(folder, "phrases").splitlines(), read(folder, "patterns").splitlines()
    text = read(folder, "text")
    out = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    try:
        look = PEERS[name][1](phrases, patterns)
        assert not look(text), "finds something in the text"
        assert look(f"Tea, {phrases[500]}, and more."), "does not find a phrase"
    except BaseException as problem:
        print(f"{type(problem).__name__}: {str(problem).splitlines()[0] if str(problem) else ''}", file=out)
        return
    print("ready", file=out)
    for _ in sys.stdin:
        start = time.perf_counter()
        look(text)
        print(f"{(time.perf_counter() - start) * 1e6} 0", file=out)


class Contender:
    def __init__(self, name, command):
        self.name, self.times = name, []
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, bufsize=1,
            # None of them is to report to its makers.
            env=os.environ | {"OTEL_SDK_DISABLED": "true", "TRANSFORMERS_OFFLINE": "1"},
        )
        self.said = self.process.stdout.readline().strip() or "ended without a word"

    def look(self):
        self.process.stdin.write("\n")
        taken, found = self.process.stdout.readline().split()
        assert found == "0", self.name + " finds something in the text"
        self.times.append(float(taken))

    def at(self, share):
        return sorted(self.times)[min(len(self.times) - 1, int(len(self.times) * share))]


def contenders(folder, pythons):
    yield Contender("gemma-safety, four views", [TOOL, "--turns", folder])
    for name, (package, _) in PEERS.items():
        python = pythons.get(package, sys.executable)
        yield Contender(name, [python, os.path.abspath(__file__), "--worker", name, folder])


def compare(arguments):
    phrases, patterns = serve.material()
    with tempfile.TemporaryDirectory() as folder:
        text = (serve.SENTENCE * 10)[:2_300]
        for name, content in (("phrases", "\n".join(phrases)), ("patterns", "\n".join(patterns)), ("text", text)):
            with open(os.path.join(folder, name + ".txt"), "w") as file:
                file.write(content)
        pythons = dict(pair.split("=", 1) for pair in arguments.python)
        all_of_them = list(contenders(folder, pythons))
        there = [c for c in all_of_them if c.said == "ready"]
        for _ in range(arguments.rounds):
            for contender in there:
                contender.look()
    ours = there[0]
    print("| guard | p50, ms | p99, ms | over ours, p50 |\n| --- | ---: | ---: | ---: |")
    for c in there:
        ratio = statistics.median(c.times) / statistics.median(ours.times)
        print(f"| {c.name} | {c.at(0.5) / 1e3:.2f} | {c.at(0.99) / 1e3:.2f} | {ratio:.1f}× |")
    for c in all_of_them:
        if c.said != "ready":
            print(f"\nNot here: {c.name}: {c.said}")


def main():
    if sys.argv[1:2] == ["--worker"]:
        return work(*sys.argv[2:4])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--python", action="append", default=[], metavar="NAME=INTERPRETER")
    compare(parser.parse_args())


if __name__ == "__main__":
    main()
