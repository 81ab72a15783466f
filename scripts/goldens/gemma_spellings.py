"""Asks transformers what it computes for the spellings that config.json has in the wild.

Each case is one of the tiny checkpoints of Tests/GemmaInferenceTests/Fixtures with fields of its
config.json changed, added or taken away. Written are the text of the file and the logits of a few
tokens at the last position of a prompt longer than the window, in 32-bit floats with eager attention.

usage: gemma_spellings.py > Tests/GemmaInferenceTests/Fixtures/config-spellings.json
needs: pip install -r Tests/requirements-files.txt transformers==5.24.0 torch (on a CPU)
"""

import json
import os
import pathlib
import sys
import tempfile

import torch
import transformers
from safetensors.torch import load_file, save_file

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "Tests/GemmaInferenceTests/Fixtures"
GONE = object()
TOKENS = 24
FULL, SLIDING = "full_attention", "sliding_attention"
LINEAR = {"rope_type": "linear", "factor": 8.0}

# What a case may ask for beside its edits: an output head, whose rows are the embedding's in reverse.
HEAD = "lm_head.weight"

# VaultGemma is Gemma 2 without these.
POST_NORMS = ["post_attention_layernorm", "post_feedforward_layernorm"]

# Left out is what transformers 5.24 reads and passes over: in Gemma 3 a flat rope_parameters, the old
# name `type` within rope_scaling, and _sliding_window_pattern without layer_types. Here they count.
CASES = [
    ("gemma1-mqa", "hidden_act gelu_pytorch_tanh", {"hidden_act": "gelu_pytorch_tanh"}),
    ("gemma1-mqa", "hidden_activation null", {"hidden_activation": None}),
    ("gemma1-mqa", "hidden_activation alone",
     {"hidden_act": GONE, "hidden_activation": "gelu_pytorch_tanh"}),
    ("gemma1-mqa", "no activation", {"hidden_act": GONE}),
    ("gemma1-mqa", "hidden_act gelu_fast", {"hidden_act": "gelu_fast"}),
    ("gemma1-mqa", "rope_theta", {"rope_theta": 500.0}),
    ("gemma1-mqa", "no rope_theta", {"rope_theta": GONE}),
    ("gemma1-mqa", "rope_parameters",
     {"rope_theta": GONE, "rope_parameters": {"rope_type": "default", "rope_theta": 500.0}}),
    ("gemma1-mqa", "rope_scaling", {"rope_scaling": {"type": "linear", "factor": 4.0}}),
    ("gemma1-mqa", "rope_scaling null", {"rope_scaling": None}),
    ("gemma1-mqa", "query_pre_attn_scalar", {"query_pre_attn_scalar": 7}),
    ("gemma1-mqa", "dtype", {"torch_dtype": GONE, "dtype": "float32"}),
    ("gemma1-mqa", "bidirectional null", {"use_bidirectional_attention": None}),
    ("gemma1-mqa", "caps", {"attn_logit_softcapping": 2.0, "final_logit_softcapping": 3.0}),
    ("gemma2-gqa", "query_pre_attn_scalar", {"query_pre_attn_scalar": 7}),
    ("gemma2-gqa", "no query_pre_attn_scalar", {"query_pre_attn_scalar": GONE}),
    ("gemma2-gqa", "caps null",
     {"attn_logit_softcapping": None, "final_logit_softcapping": None}),
    ("gemma2-gqa", "caps gone",
     {"attn_logit_softcapping": GONE, "final_logit_softcapping": GONE}),
    ("gemma2-gqa", "other caps", {"attn_logit_softcapping": 2.0, "final_logit_softcapping": 5.0}),
    ("gemma2-gqa", "sliding_window", {"sliding_window": 5}),
    ("gemma2-gqa", "layer_types", {"layer_types": [FULL, SLIDING, SLIDING, FULL]}),
    ("gemma2-gqa", "max_window_layers", {"max_window_layers": 2, "use_sliding_window": True}),
    ("gemma2-gqa", "both activations",
     {"hidden_act": "gelu_pytorch_tanh", "cache_implementation": "hybrid"}),
    ("gemma2-gqa", "rope_parameters",
     {"rope_theta": GONE, "rope_parameters": {"rope_type": "default", "rope_theta": 500.0}}),
    ("gemma2-gqa", "rope_parameters beside rope_theta",
     {"rope_theta": 500.0, "rope_parameters": {"rope_type": "default"}}),
    ("gemma2-gqa", "rope_scaling", {"rope_scaling": LINEAR}),
    ("gemma2-gqa", "rms_norm_eps", {"rms_norm_eps": 0.05}),
    ("gemma3-text", "old rope", {"rope_theta": 5e4, "rope_local_base_freq": 50.0}),
    ("gemma3-text", "no rope", {"rope_theta": GONE, "rope_local_base_freq": GONE}),
    ("gemma3-text", "rope_scaling", {"rope_scaling": LINEAR}),
    ("gemma3-text", "rope_parameters",
     {"rope_theta": GONE, "rope_local_base_freq": GONE, "rope_scaling": GONE, "rope_parameters": {
         FULL: {"rope_type": "linear", "factor": 8.0, "rope_theta": 5e4},
         SLIDING: {"rope_type": "default", "rope_theta": 50.0}}}),
    ("gemma3-text", "rope_parameters of one layer type",
     {"rope_theta": GONE, "rope_local_base_freq": GONE, "rope_scaling": GONE,
      "rope_parameters": {FULL: {"rope_type": "default", "rope_theta": 5e4}}}),
    ("gemma3-text", "rope_parameters with bases elsewhere",
     {"rope_theta": 5e4, "rope_local_base_freq": 50.0, "rope_scaling": GONE, "rope_parameters": {
         FULL: LINEAR, SLIDING: {"rope_type": "default"}}}),
    ("gemma3-text", "sliding_window_pattern", {"sliding_window_pattern": 2}),
    ("gemma3-text", "no pattern", {"sliding_window_pattern": GONE}),
    ("gemma3-text", "layer_types",
     {"sliding_window_pattern": GONE, "layer_types": [FULL, SLIDING] * 4}),
    ("gemma3-text", "layer_types beside a pattern",
     {"sliding_window_pattern": 6, "layer_types": [SLIDING, FULL] * 4}),
    ("gemma3-text", "final cap", {"final_logit_softcapping": 3.0}),
    ("gemma3-text", "attention cap", {"attn_logit_softcapping": 2.0}),
    ("gemma3-text", "query_pre_attn_scalar", {"query_pre_attn_scalar": 7}),
    ("gemma3-text", "no query_pre_attn_scalar", {"query_pre_attn_scalar": GONE}),
    ("gemma3-text", "bidirectional false", {"use_bidirectional_attention": False}),
    ("gemma3-mm-wrapper", "text_config.rope_parameters",
     {"text_config.rope_scaling": GONE, "text_config.rope_parameters": {
         FULL: {"rope_type": "linear", "factor": 8.0, "rope_theta": 5e4},
         SLIDING: {"rope_type": "default", "rope_theta": 50.0}}}),
    ("gemma3-mm-wrapper", "text_config.layer_types",
     {"text_config.layer_types": [FULL, SLIDING, FULL, SLIDING, SLIDING, FULL, SLIDING]}),
    ("gemma3-mm-wrapper", "caps null and tied",
     {"tie_word_embeddings": True, "text_config.attn_logit_softcapping": None,
      "text_config.final_logit_softcapping": None, "dtype": "bfloat16", "torch_dtype": GONE}),
    ("gemma3-mm-wrapper", "caps",
     {"text_config.attn_logit_softcapping": 2.0, "text_config.final_logit_softcapping": 3.0}),
    ("gemma3-mm-wrapper", "tied beside a head", {"tie_word_embeddings": True, HEAD: True}),
    ("gemma3-mm-wrapper", "tied, text_config tied",
     {"tie_word_embeddings": True, "text_config.tie_word_embeddings": True}),
    ("gemma3-mm-wrapper", "tied, text_config with a head",
     {"tie_word_embeddings": True, "text_config.tie_word_embeddings": False}),
    ("gemma3-mm-wrapper", "with a head, text_config tied",
     {"tie_word_embeddings": False, "text_config.tie_word_embeddings": True, HEAD: True}),
    ("gemma3-mm-wrapper", "with a head, text_config with a head",
     {"tie_word_embeddings": False, "text_config.tie_word_embeddings": False, HEAD: True}),
    ("gemma2-gqa", "vaultgemma", {"model_type": "vaultgemma", "architectures": GONE}),
    ("gemma3-mm-wrapper", "text_config without a model_type", {"text_config.model_type": GONE}),
]


def changed(config, edits):
    config = json.loads(json.dumps(config))
    for key, value in edits.items():
        *outer, last = key.split(".")
        if key == HEAD:
            continue
        place = config
        for name in outer:
            place = place[name]
        if value is GONE:
            place.pop(last, None)
        else:
            place[last] = value
    return config


def add_head(folder):
    """Gives a checkpoint of several files one more, with the output head."""
    index = folder / "model.safetensors.index.json"
    names = json.loads(index.read_text())
    source = next(name for name in names["weight_map"] if name.endswith("embed_tokens.weight"))
    table = load_file(folder / names["weight_map"][source])[source]
    save_file({HEAD: table.flip(0).contiguous()}, folder / "model-head.safetensors",
              metadata={"format": "pt"})
    names["weight_map"][HEAD] = "model-head.safetensors"
    index.unlink()
    index.write_text(json.dumps(names))


def logits(folder, ids):
    model = transformers.AutoModelForCausalLM
    if "gemma3-mm" in str(folder.name):
        model = transformers.AutoModelForImageTextToText
    model = model.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    with torch.no_grad():
        return model(torch.tensor([ids])).logits[0, -1, :TOKENS].tolist()


def main():
    torch.set_num_threads(1)
    out = []
    for base, name, edits in CASES:
        source = FIXTURES / base
        ids = json.loads((source / "expected.json").read_text())["cases"][-1]["input_ids"]
        config = changed(json.loads((source / "config.json").read_text()), edits)
        case = {"base": base, "name": name, "config": json.dumps(config), "input_ids": ids}
        with tempfile.TemporaryDirectory() as parent:
            folder = pathlib.Path(parent) / base
            folder.mkdir()
            for file in source.glob("model*"):
                os.symlink(file, folder / file.name)
            if name == "vaultgemma":
                case["without"] = POST_NORMS
                tensors = load_file(source / "model.safetensors")
                (folder / "model.safetensors").unlink()
                kept = {k: v for k, v in tensors.items() if not any(n in k for n in POST_NORMS)}
                save_file(kept, folder / "model.safetensors", metadata={"format": "pt"})
            if HEAD in edits:
                case["head"] = HEAD
                add_head(folder)
            (folder / "config.json").write_text(json.dumps(config))
            try:
                case["logits"] = [round(value, 6) for value in logits(folder, ids)]
            except Exception as error:
                print(f"{base}, {name}: {type(error).__name__}: {error}", file=sys.stderr)
        out.append(case)
    lines = ",\n".join(json.dumps(case) for case in out)
    print(f'{{"transformers": "{transformers.__version__}", "cases": [\n{lines}\n]}}')


if __name__ == "__main__":
    main()
