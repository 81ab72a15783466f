"""Measures the checkpoint on what it never saw and writes the figures into its card."""
import argparse
import collections
import math
import pathlib
import random

import torch
from transformers import AutoTokenizer, Gemma3ForCausalLM

import corpus
import dialogues

MARK = "<!-- figures -->\n"


@torch.no_grad()
def loss_from(model, ids, first):
    """Summed loss, in nats, of the ids from place `first` on; past the context nothing is asked."""
    ids = torch.tensor([ids[:1024]])
    logits = model(input_ids=ids[:, :-1], use_cache=False).logits[0].double()
    losses = torch.nn.functional.cross_entropy(logits, ids[0, 1:], reduction="none")
    return float(losses[first - 1:].sum())


def prose_figures(model, tokenizer, dev):
    found = collections.defaultdict(lambda: [0, 0, 0.0])
    for row in corpus.prose(dev):
        ids = [2, *tokenizer.encode(row["text"], add_special_tokens=False)]
        if len(ids) > 1024:
            continue
        entry = found[row["source"]]
        entry[0] += 1
        entry[1] += len(row["text"].encode())
        entry[2] += loss_from(model, ids, 1)
    return found


def prompt(tokenizer, question, system=None):
    head = [dict(role="system", content=system)] if system else []
    text = tokenizer.apply_chat_template([*head, dict(role="user", content=question)], tokenize=False,
                                         add_generation_prompt=True)
    return tokenizer.encode(text, add_special_tokens=False)


@torch.no_grad()
def answer(model, tokenizer, ids, most=60):
    out = model.generate(torch.tensor([ids]), max_new_tokens=most, do_sample=False, use_cache=True)[0, len(ids):].tolist()
    ended = out[-1] in (1, 2, 106)
    return tokenizer.decode(out[:-1] if ended else out).strip() if ended else None


def dialogue_figures(model, tokenizer):
    """By kind: asked, right, and the loss of the right answers given their questions."""
    found = collections.defaultdict(lambda: [0, 0, 0, 0.0])
    chance = random.Random(1)
    items = corpus.held_out_dialogues()
    asked = [(item.kind, item.question, item.answers, None) for item in items]
    asked += [("under a system text", item.question, [item.brief], chance.choice(dialogues.BRIEF))
              for item in items if item.brief][:100]
    for kind, question, answers, system in asked:
        ids = prompt(tokenizer, question, system)
        entry = found[kind]
        entry[0] += 1
        entry[1] += answer(model, tokenizer, ids) in answers
        whole = ids + tokenizer.encode(answers[0], add_special_tokens=False) + [106]
        entry[2] += len(answers[0].encode())
        entry[3] += loss_from(model, whole, len(ids))
    return found


def per_byte(loss, count):
    return f"{math.exp(loss / count):.3f}"


def tables(model, tokenizer, train, dev):
    rows = collections.Counter(row["source"] for row in corpus.prose(train))
    yield "### Learned from\n"
    yield "| source | licence | rows |\n|---|---|---|"
    for source, licence in corpus.LICENCES.items():
        yield f"| {source} | {licence} | {rows[source]:,} |"
    yield f"| dialogues of the committed generator | own work | {len(corpus.training_dialogues()):,} |"
    yield "\n### Perplexity of held-out text, per byte\n"
    yield "| text | texts | bytes | perplexity per byte |\n|---|---|---|---|"
    prose = prose_figures(model, tokenizer, dev)
    for source in sorted(prose):
        texts, size, loss = prose[source]
        yield f"| {source} | {texts} | {size:,} | {per_byte(loss, size)} |"
    yield (f"| **prose, all** | {sum(e[0] for e in prose.values())} | {sum(e[1] for e in prose.values()):,} | "
           f"{per_byte(sum(e[2] for e in prose.values()), sum(e[1] for e in prose.values()))} |")
    spoken = dialogue_figures(model, tokenizer)
    plain = [entry for kind, entry in spoken.items() if kind != "under a system text"]
    size = sum(entry[2] for entry in plain)
    yield (f"| **answers of dialogues, all** | {sum(e[0] for e in plain)} | {size:,} | "
           f"{per_byte(sum(e[3] for e in plain), size)} |")
    yield "\n### Held-out questions answered right, word for word, by greedy decoding\n"
    yield "| kind | right / asked |\n|---|---|"
    for kind in sorted(spoken):
        yield f"| {kind} | {spoken[kind][1]} / {spoken[kind][0]} |"
    yield f"| **all without a system text** | {sum(e[1] for e in plain)} / {sum(e[0] for e in plain)} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", required=True)
    parser.add_argument("--dev", required=True)
    parser.add_argument("--model", type=pathlib.Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    model = Gemma3ForCausalLM.from_pretrained(options.model, dtype=torch.float32, attn_implementation="eager").eval()
    tokenizer = AutoTokenizer.from_pretrained(options.model)
    text = "\n".join(tables(model, tokenizer, options.train, options.dev))
    card = options.model / "README.md"
    head = card.read_text().split(MARK)[0] if card.exists() else ""
    card.write_text(head + MARK + text + "\n")
    print(text)


if __name__ == "__main__":
    main()
