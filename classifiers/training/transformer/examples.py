"""What one epoch learns from: windows of sampled rows, disguised copies and counter-examples."""
import random
from typing import NamedTuple

import numpy as np

import paths  # noqa: F401
import rows
from mentions import sentences
from messages import message
from obfuscation import VIEWS

WINDOW = 128
# The share of a source's rows that an epoch draws: negatives of one style need not all be seen each time,
# short and hard ones are seen more than once.
SHARES = {"cat-large-wikipedia": 0.25, "masc-open-anc": 0.5, "gap-wikipedia-prose": 0.5,
          "state-of-the-union": 0.4, "inaugural-addresses": 0.5, "toxic-spans-civil-comments": 0.8,
          "vicomtech-stormfront": 0.7, "hatemoji-build": 2.0, "toxigen-human": 1.2,
          "jigsaw-multilabel-samples": 1.3, "hatexplain-val": 1.3}
# Windows of texts longer than this are cut to one of these lengths.
LENGTHS = [64, 96, 126]
SHORT_PROSE = [12, 24, 48, 96]
DISGUISED, MESSAGES, MENTIONS = 0.15, 0.25, 2400
# Characters of the longest text that is disguised or written as a message.
SHORT = 250


class Example(NamedTuple):
    ids: list
    targets: np.ndarray  # NaN where the source says nothing
    weight: float


def learnable(path):
    """Openly licensed rows that are not held out for calibration."""
    return [row for row in rows.read(path) if rows.is_open(row) and not rows.is_held_out(row)]


def _drawn(data, draw, shares):
    for row in data:
        share = shares.get(row["source"], 1.0)
        for _ in range(int(share) + (draw.random() < share % 1)):
            yield row


def _cut(ids, clean, prose, draw):
    """A window of a text without its end marks, and how far its label is to be trusted."""
    length = draw.choice(SHORT_PROSE if prose else LENGTHS)
    if len(ids) <= length:
        return ids, 1.0
    if clean:
        start = draw.randrange(len(ids) - length + 1)
        return ids[start:start + length], 1.0
    # What is toxic may stand anywhere in a long text, so a part of it is a weaker witness.
    if draw.random() < 0.7:
        return ids[:length], 1.0 if 2 * length >= len(ids) else 0.5
    start = draw.randrange(len(ids) - length + 1)
    return ids[start:start + length], 0.5


def epoch(data, tokenizer, seed, number, shares=SHARES):
    """The examples of one epoch; the same for the same seed, number and shares of sources."""
    draw = random.Random(f"{seed}/{number}")
    chosen, texts = list(_drawn(data, draw, shares)), []
    for row in chosen:
        text, is_short = row["text"], len(row["text"]) < SHORT
        if is_short and draw.random() < DISGUISED:
            text = draw.choice(list(VIEWS.values()))(text, draw)
        if is_short and draw.random() < MESSAGES:
            text = message(text, draw)
        texts.append(text)
    targets = rows.targets(chosen)
    harmless = sentences(draw, MENTIONS)
    encoded = tokenizer.encode_batch(texts + harmless, add_special_tokens=False)
    first, last = (tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))
    out = []
    for index, item in enumerate(encoded):
        row = chosen[index] if index < len(chosen) else None
        wanted = targets[index] if row else np.zeros(len(rows.LABELS))
        clean = not np.nansum(wanted)
        ids, weight = _cut(item.ids, clean, row is not None and row["kind"] == "prose", draw)
        out.append(Example([first, *ids, last], wanted, weight))
    return out


def batches(examples, seed, number, tokens):
    """Batches of texts of like length, at most so many tokens with padding, in a drawn order."""
    draw = random.Random(f"{seed}/{number}/batches")
    order = list(range(len(examples)))
    draw.shuffle(order)
    order.sort(key=lambda index: len(examples[index].ids) + draw.random() * 4)
    out, batch = [], []
    for index in order:
        longest = max(len(examples[index].ids), max((len(examples[i].ids) for i in batch), default=0))
        if batch and longest * (len(batch) + 1) > tokens:
            out.append(batch)
            batch = []
        batch.append(index)
    out.append(batch)
    draw.shuffle(out)
    return out
