#!/usr/bin/env python3
"""Makes tiny Gemma 4 checkpoints with random weights, and what transformers computes with them in 32-bit floats.

`gemma4-small` has what Gemma 4's small models have: inputs of each layer, layers that read other layers' keys and values, wider
feed-forward there. `gemma4-large` has what the large dense ones have: keys that are values, few global heads, names of a model that
reads images too, and config.json as it was first published, without `per_layer_config`. `gemma4-experts` has a mixture of experts.

usage: gemma4_cases.py Tests/GemmaInferenceTests/Fixtures
needs: transformers==5.24.0 torch safetensors (on a CPU)
"""
import json
import pathlib
import sys

import torch
from safetensors.torch import save_file
from transformers import Gemma4ForCausalLM, Gemma4TextConfig

FULL, SLIDING = "full_attention", "sliding_attention"
COMMON = {
    "vocab_size": 512, "hidden_size": 64, "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 16,
    "global_head_dim": 32, "sliding_window": 16, "final_logit_softcapping": 30.0, "max_position_embeddings": 256,
    "vocab_size_per_layer_input": 512, "bos_token_id": 2, "eos_token_id": 1, "pad_token_id": 0,
}
MODELS = {
    "gemma4-small": {
        "num_hidden_layers": 6, "intermediate_size": 96, "layer_types": [SLIDING, SLIDING, FULL, SLIDING, SLIDING, FULL],
        "hidden_size_per_layer_input": 8, "num_kv_shared_layers": 3, "use_double_wide_mlp": True,
    },
    "gemma4-large": {
        "num_hidden_layers": 4, "intermediate_size": 128, "layer_types": [SLIDING, FULL, SLIDING, FULL],
        "hidden_size_per_layer_input": 0, "attention_k_eq_v": True, "num_global_key_value_heads": 1,
        "use_bidirectional_attention": "vision",
    },
    "gemma4-experts": {
        "num_hidden_layers": 3, "intermediate_size": 64, "layer_types": [SLIDING, SLIDING, FULL],
        "hidden_size_per_layer_input": 0, "attention_k_eq_v": True, "num_global_key_value_heads": 1,
        "enable_moe_block": True, "num_experts": 8, "top_k_experts": 3, "moe_intermediate_size": 24,
    },
}
# The second prompt is longer than the window, the third than the window and a chunk of many tests.
LENGTHS = [6, 24, 72]
NEW_TOKENS = 24


def weights(model, generator):
    """Random ones that keep the spread of numbers through all layers."""
    for name, tensor in model.state_dict().items():
        if name == "lm_head.weight":
            continue
        if name.endswith("layer_scalar"):
            value = torch.rand(tensor.shape, generator=generator) + 0.5
        elif tensor.dim() == 1:
            value = 1 + 0.3 * torch.randn(tensor.shape, generator=generator)
            if "q_norm" in name:
                # What takes the root's place that others divide the products by.
                value *= 0.3
            if name == "model.norm.weight":
                # Embeddings are small, so that a token does not answer with itself.
                value *= 4
        elif "embed_tokens" in name:
            value = 0.08 * torch.randn(tensor.shape, generator=generator)
        else:
            value = torch.randn(tensor.shape, generator=generator) * 1.5 / tensor.shape[-1] ** 0.5
        tensor.copy_(value.to(torch.bfloat16).to(torch.float32))


def case(model, ids):
    with torch.no_grad():
        logits = model(torch.tensor([ids])).logits[0]
        text = list(ids)
        for _ in range(NEW_TOKENS):
            text.append(int(model(torch.tensor([text])).logits[0, -1].argmax()))
    logprobs = torch.log_softmax(logits.double(), -1)
    steps = [float(logprobs[place, token]) for place, token in enumerate(ids[1:])]
    context = max(1, len(ids) * 2 // 3)
    yes, no = 39, 119
    pair = torch.softmax(logits[-1, [yes, no]].double(), 0)
    return logits, {
        "input_ids": ids,
        "greedy_new_ids": text[len(ids):],
        "token_logprobs": [round(step, 6) for step in steps],
        "loglikelihood": {"context_len": context, "sum_logprob": round(sum(steps[context - 1:]), 5)},
        "two_token_score": {"yes_id": yes, "no_id": no, "p_yes": float(f"{float(pair[0]):.8g}")},
    }


def write(folder, name, options):
    generator = torch.Generator().manual_seed(20261201 + len(name))
    config = Gemma4TextConfig(**COMMON, **options)
    config._attn_implementation = "eager"
    model = Gemma4ForCausalLM(config).eval()
    weights(model, generator)
    model.tie_weights()
    target = folder / name
    target.mkdir(parents=True, exist_ok=True)
    stated = json.loads(config.to_json_string(use_diff=False)) | {"architectures": ["Gemma4ForCausalLM"], "dtype": "bfloat16"}
    stated = {key: value for key, value in stated.items() if key in Gemma4TextConfig().to_dict() or key in COMMON or key in options}
    prefix = ""
    if name == "gemma4-large":
        # As the models that read images were published.
        stated.pop("per_layer_config", None)
        stated |= {"global_head_dim": 32, "num_global_key_value_heads": 1}
        again = Gemma4TextConfig(**{key: value for key, value in stated.items() if key not in ("architectures", "transformers_version")})
        assert [again.per_layer_config[i].head_dim for i in range(4)] == [config.per_layer_config[i].head_dim for i in range(4)]
        assert [again.per_layer_config[i].num_key_value_heads for i in range(4)] == [2, 1, 2, 1]
        stated = {"architectures": ["Gemma4ForConditionalGeneration"], "model_type": "gemma4", "text_config": stated, "tie_word_embeddings": True}
        prefix = "model.language_model."
    (target / "config.json").write_text(json.dumps(stated, indent=1) + "\n")
    tensors = {
        (prefix + key.removeprefix("model.") if prefix else key): value.to(torch.bfloat16).contiguous()
        for key, value in model.state_dict().items()
        if key != "lm_head.weight"
    }
    save_file(tensors, target / "model.safetensors", metadata={"format": "pt"})
    cases, references = [], {}
    for number, length in enumerate(LENGTHS):
        ids = [2] + torch.randint(4, 512, (length - 1,), generator=generator).tolist()
        logits, made = case(model, ids)
        cases.append(made)
        references[f"case{number}.logits"] = logits.contiguous()
    save_file(references, target / "reference.safetensors")
    (target / "expected.json").write_text(json.dumps({"name": name, "cases": cases}) + "\n")
    spread = references["case1.logits"].std()
    print(f"{name}: {sum(tensor.numel() for tensor in tensors.values())} weights, logits' spread {spread:.2f}")


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 64
    for name, options in MODELS.items():
        write(pathlib.Path(sys.argv[1]), name, options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
