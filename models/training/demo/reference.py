"""Writes what transformers computes for a few prompts in 32-bit floats, for the tests of the engine."""
import argparse
import json
import pathlib

import torch
import transformers
from transformers import AutoTokenizer, Gemma3ForCausalLM

from evaluate import prompt

QUESTIONS = ["Hello!", "What is the capital of France?", "What is 7 plus 5?", "Repeat after me: silver kettle dance",
             "Who are you?", "What helps with a headache?"]
OPENINGS = ["The people of the United States", "She was born in", "All human beings are born free"]
# Longer than the sliding window of 128.
LONG = "My fellow citizens, the work of peace is slow, and it asks patience of us all. " * 16 + "We will"


@torch.no_grad()
def case(model, name, ids, count=24):
    logits = model(input_ids=torch.tensor([ids])).logits[0, -1]
    values, places = logits.topk(5)
    whole, gap = list(ids), float("inf")
    for _ in range(count):
        step = model(input_ids=torch.tensor([whole])).logits[0, -1]
        best = step.topk(2).values
        gap = min(gap, float(best[0] - best[1]))
        whole.append(int(step.argmax()))
    return dict(name=name, prompt_ids=ids, last_top5_ids=places.tolist(), last_top5_logits=values.tolist(),
                greedy_ids=whole[len(ids):], greedy_least_gap=gap)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    model = Gemma3ForCausalLM.from_pretrained(options.model, dtype=torch.float32, attn_implementation="eager").eval()
    tokenizer = AutoTokenizer.from_pretrained(options.model)
    cases = [case(model, text, prompt(tokenizer, text)) for text in QUESTIONS]
    cases.append(case(model, "system", prompt(tokenizer, "What is the capital of Peru?", "Answer with one word.")))
    cases += [case(model, text, [2, *tokenizer.encode(text, add_special_tokens=False)]) for text in OPENINGS]
    cases.append(case(model, "long", [2, *tokenizer.encode(LONG, add_special_tokens=False)]))
    made = dict(torch=torch.__version__.split("+")[0], transformers=transformers.__version__, dtype="float32",
                attention="eager")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(dict(made_by=made, cases=cases), indent=1) + "\n")
    print([(entry["name"][:20], len(entry["prompt_ids"]), round(entry["greedy_least_gap"], 3)) for entry in cases])


if __name__ == "__main__":
    main()
