#!/usr/bin/env python3
"""Turns the tiny Gemma 4 checkpoints of the tests into GGUF files by llama.cpp's converter, without a tokenizer; and makes
gemma4-tokens.gguf, a smaller one with the pieces and merges of mini-tokenizer.

usage: gemma4_gguf.py LLAMA_CPP Tests/GemmaInferenceTests/Fixtures
LLAMA_CPP are llama.cpp's sources; files are written to FIXTURES/gguf.
needs: torch transformers==5.24.0, and llama.cpp's gguf-py beside its converter
"""
import json
import pathlib
import shutil
import sys
import tempfile


def write_with_tokens(folder, tokenizer):
    import torch
    from transformers import Gemma4ForCausalLM, Gemma4TextConfig

    torch.manual_seed(20261201)
    config = Gemma4TextConfig(
        vocab_size=2048, hidden_size=16, intermediate_size=16, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=1,
        head_dim=8, global_head_dim=16, hidden_size_per_layer_input=0, sliding_window=16,
        layer_types=["sliding_attention", "full_attention"], max_position_embeddings=512,
    )
    Gemma4ForCausalLM(config).to(torch.bfloat16).save_pretrained(folder)
    for file in tokenizer.glob("tokenizer*.json"):
        shutil.copy(file, folder)


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 64
    llama, fixtures = map(pathlib.Path, sys.argv[1:])
    sys.path[:0] = [str(llama / "gguf-py"), str(llama)]
    import convert_hf_to_gguf
    from conversion.gemma import Gemma4Model

    def none(self):
        self.gguf_writer.add_tokenizer_model("none")
        self.gguf_writer.add_bos_token_id(2)
        self.gguf_writer.add_eos_token_id(1)

    def convert(folder, name):
        target = fixtures / "gguf" / f"{name}.gguf"
        sys.argv = ["convert", folder, "--outfile", str(target), "--outtype", "bf16"]
        convert_hf_to_gguf.main()

    with tempfile.TemporaryDirectory() as folder:
        write_with_tokens(folder, fixtures / "mini-tokenizer")
        convert(folder, "gemma4-tokens")
    Gemma4Model.set_vocab = none
    for name in ["gemma4-small", "gemma4-experts"]:
        with tempfile.TemporaryDirectory() as folder:
            for file in ["config.json", "model.safetensors"]:
                shutil.copy(fixtures / name / file, folder)
            # The converter counts tokens, of which it writes none here.
            vocabulary = {str(token): token for token in range(512)}
            (pathlib.Path(folder) / "tokenizer.json").write_text(json.dumps({"added_tokens": [], "model": {"vocab": vocabulary}}))
            convert(folder, name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
