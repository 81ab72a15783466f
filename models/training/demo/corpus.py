"""The texts that the model learns from: openly licensed prose, and dialogue."""
import gzip
import json

import dialogues

# A row enters by its source and only under the licence named here.
LICENCES = {
    "state-of-the-union": "public domain (US government)",
    "inaugural-addresses": "public domain (US government)",
    "udhr-english": "public domain",
    "masc-open-anc": "Open ANC licence (any use)",
    "gap-wikipedia-prose": "Apache-2.0 (text CC-BY-SA-3.0, Wikipedia)",
}
DIALOGUES, DIALOGUE_SEED = 60_000, 20_260_101


def prose(path):
    """Rows of the five sources that every known label calls harmless."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if LICENCES.get(row["source"]) != row["licence"]:
                continue
            if all(not value for value in row["labels"].values()):
                yield row


def training_dialogues():
    """Distinct dialogues, in the order in which they were first drawn."""
    seen = dict.fromkeys(json.dumps(d) for d in dialogues.sample(DIALOGUES, DIALOGUE_SEED))
    return [dialogues.Dialogue(*json.loads(text)) for text in seen]


def held_out_dialogues(count=400):
    """Single questions that training never saw, spread evenly over all that there are."""
    held = [item for pool in dialogues.items().values() for item in pool if dialogues.is_held_out(item)]
    held.sort(key=lambda item: dialogues.share(item.question, "order"))
    return held[:count]
