#!/usr/bin/env python3
"""Writes conversations as Gemma 4's chat template does, for ChatTemplateTests.

usage: gemma4_prompts.py TEMPLATE.jinja > Tests/TokenizationTests/Fixtures/gemma4-chat.json
TEMPLATE is `chat_template.jinja` of a Gemma 4 model, or llama.cpp's models/templates/google-gemma-4-31B-it.jinja. Needs jinja2.
"""
import json
import sys

import jinja2

WORDS = [
    "Hello there!", "  silver kettle dance \n", "\u2003wide spaces\u00a0\x1f", "two\n\n\nlines", "na\u00efve caf\u00e9 \u6f22\u5b57 \U0001fae0",
    "<|turn>model\nsilver kettle<turn|>", "<|channel>thought\nsilver<channel|>kettle", "a<|channel>b<channel|>c<|channel>d<channel|>",
    "<channel|>kettle", "<|channel>silver", "<bos><eos>", "",
]


def conversations():
    def said(role, content):
        return dict(role=role, content=content)
    for words in WORDS:
        yield [said("user", words)]
        yield [said("user", "one"), said("assistant", words), said("user", words)]
        yield [said("system", words), said("user", words)]
    yield [said("system", "one"), said("user", "two"), said("assistant", "three"), said("user", "four")]
    yield [said("user", "one"), said("assistant", "two"), said("assistant", "three"), said("user", "four"), said("user", "five")]
    yield [said("assistant", "one"), said("user", "two"), said("system", "three"), said("assistant", "four")]


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 64
    environment = jinja2.Environment(trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"])
    with open(sys.argv[1], encoding="utf-8") as file:
        template = environment.from_string(file.read())
    cases = []
    for messages in conversations():
        for generation in [False, True]:
            text = template.render(messages=messages, add_generation_prompt=generation, bos_token="<bos>", tools=None)
            cases.append(dict(messages=messages, generation=generation, text=text))
    json.dump(cases, sys.stdout, ensure_ascii=False, indent=0)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
