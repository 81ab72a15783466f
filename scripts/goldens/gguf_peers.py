"""Compares what llama.cpp computes from GGUF files with reference logits.

Needs `pip install llama-cpp-python safetensors numpy`. Each file is read by llama.cpp with keys and values
in 32 bits and without flash attention, and compared with `caseN.logits` of a `reference.safetensors`.

    python3 scripts/goldens/gguf_peers.py reference.safetensors model-f32.gguf model-q8_0.gguf
"""

import ctypes
import sys

import llama_cpp as llama
import numpy as np
from safetensors.numpy import load_file


def logits(path, cases):
    llama.llama_backend_init()
    silent = llama.llama_log_callback(lambda level, text, data: None)
    llama.llama_log_set(silent, ctypes.c_void_p(0))
    model = llama.llama_model_load_from_file(path.encode(), llama.llama_model_default_params())
    if not model:
        raise SystemExit(f"llama.cpp does not load {path}")
    size = llama.llama_vocab_n_tokens(llama.llama_model_get_vocab(model))
    results = []
    for ids in cases:
        params = llama.llama_context_default_params()
        params.n_ctx = params.n_batch = params.n_ubatch = 512
        params.type_k = params.type_v = 0  # F32
        params.flash_attn_type = 0
        params.swa_full = True
        context = llama.llama_init_from_model(model, params)
        batch = llama.llama_batch_init(len(ids), 0, 1)
        batch.n_tokens = len(ids)
        for place, token in enumerate(ids):
            batch.token[place], batch.pos[place] = int(token), place
            batch.n_seq_id[place], batch.seq_id[place][0], batch.logits[place] = 1, 0, 1
        if llama.llama_decode(context, batch) != 0:
            raise SystemExit(f"llama.cpp does not compute {path}")
        rows = llama.llama_get_logits(context)
        results.append(np.ctypeslib.as_array(rows, (len(ids), size)).copy())
        llama.llama_batch_free(batch)
        llama.llama_free(context)
    llama.llama_model_free(model)
    return results


def softmax(x):
    x = np.exp(x - x.max(-1, keepdims=True))
    return x / x.sum(-1, keepdims=True)


def main(reference, paths):
    tensors = load_file(reference)
    prefix = "F32." if "F32.case0.logits" in tensors else ""
    count = sum(name.endswith("input_ids") for name in tensors)
    cases = [tensors[f"case{n}.input_ids"].reshape(-1) for n in range(count)]
    wanted = [tensors[f"{prefix}case{n}.logits"].reshape(len(c), -1) for n, c in enumerate(cases)]
    for path in paths:
        found = logits(path, cases)
        gap = max(np.abs(a - b).max() for a, b in zip(found, wanted))
        p, q = softmax(np.concatenate(wanted)), softmax(np.concatenate(found))
        divergence = (p * (np.log(p) - np.log(q))).sum(-1).mean()
        same = (p.argmax(-1) == q.argmax(-1)).mean()
        print(f"{path}: largest difference {gap:.2e}, mean KL {divergence:.2e}, argmax {same:.3f}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
