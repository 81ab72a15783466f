"""Writes the trained weights in 16 bits as an ordinary Hugging Face checkpoint."""
import argparse
import json
import pathlib
import shutil

import torch
from transformers import GenerationConfig, Gemma3ForCausalLM

import train


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=pathlib.Path, required=True)
    parser.add_argument("--tokenizer", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    model = Gemma3ForCausalLM(train.configuration())
    model.load_state_dict(torch.load(options.weights))
    model.to(torch.bfloat16)
    # In training a text ended where the next began, so a start sign ends a text as well.
    model.generation_config = GenerationConfig(bos_token_id=2, eos_token_id=[1, 106, 2], pad_token_id=0)
    model.save_pretrained(options.out)
    for name in ("tokenizer.json", "tokenizer.model", "tokenizer_config.json"):
        shutil.copyfile(options.tokenizer / name, options.out / name)
    # The template as it stands here, whenever the tokenizer was made.
    path = options.out / "tokenizer_config.json"
    settings = json.loads(path.read_text())
    settings["chat_template"] = (pathlib.Path(__file__).parent / "chat_template.jinja").read_text()
    path.write_text(json.dumps(settings, indent=1) + "\n")
    (options.out / "model.safetensors").chmod(0o644)
    size = sum(file.stat().st_size for file in options.out.iterdir())
    print(f"{size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
