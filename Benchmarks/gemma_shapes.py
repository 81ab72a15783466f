"""Writes GGUF files with random weights in the shapes of real Gemma models, to measure speed on.

Blocks are made of random bytes with scales that keep activations finite; nothing is learnt, so the
text that comes out means nothing. The files load in llama.cpp and in gemma-safety.

usage: gemma_shapes.py OUT_DIR [--shape gemma-2b|gemma3-270m]... [--type Q8_0|Q4_0|BF16|folder]...

The type `folder` is a checkpoint folder as Hugging Face has it, in bfloat16, written in pieces: to
measure loading and quantising with. It is left out where no type is named.
"""

import argparse
import json
import pathlib

import gguf
import numpy as np

SHAPES = {
    # Gemma 1 2B: multi-query attention, one table for embedding and head.
    "gemma-2b": dict(
        arch="gemma", layers=18, width=2048, inner=16384, heads=8, kv_heads=1, head_width=256,
        vocabulary=256000, context=8192,
    ),
    # Gemma 3 270M: five local layers to a global one, head norms, four norms a layer.
    "gemma3-270m": dict(
        arch="gemma3", layers=18, width=640, inner=2048, heads=4, kv_heads=1, head_width=256,
        vocabulary=262144, context=32768, window=512, rope_base=1e6,
    ),
}
TYPES = {
    "Q8_0": gguf.GGMLQuantizationType.Q8_0,
    "Q4_0": gguf.GGMLQuantizationType.Q4_0,
    "Q6_K": gguf.GGMLQuantizationType.Q6_K,
    "BF16": gguf.GGMLQuantizationType.BF16,
}
# llama-quantize stores a tied table of a Q4_0 file in Q6_K, where its rows are whole blocks.
TABLES = {"Q8_0": "Q8_0", "Q4_0": "Q6_K", "BF16": "BF16"}


def blocks(rng, rows, columns, kind):
    """Random weights of about 1 / sqrt(columns), as the bytes of rows."""
    deviation = columns**-0.5
    if kind == "BF16":
        # A random sign and mantissa, and an exponent among three: nearly the deviation wanted.
        exponent = int(np.floor(np.log2(deviation))) + 127
        bits = rng.integers(0, 1 << 16, (rows, columns), dtype=np.uint16)
        chosen = exponent - 1 + (bits >> 8) % 3
        return ((bits & 0x807F) | (chosen << 7).astype(np.uint16)).view(np.uint8)
    if kind == "Q6_K":
        # 128 + 64 bytes of numbers from -32 to 31, 16 scales, and what a scale is worth.
        count = rows * columns // 256
        out = np.frombuffer(rng.bytes(count * 210), dtype=np.uint8).reshape(count, 210).copy()
        worth = np.full(count, deviation / (18.5 * 73.3), dtype=np.float16)
        out[:, 208:] = worth.view(np.uint8).reshape(-1, 2)
        return out.reshape(rows, -1)
    size, spread = (32, 73.3) if kind == "Q8_0" else (16, 4.6)
    count = rows * columns // 32
    out = np.empty((count, 2 + size), dtype=np.uint8)
    out[:, :2] = np.full(count, deviation / spread, dtype=np.float16).view(np.uint8).reshape(-1, 2)
    out[:, 2:] = np.frombuffer(rng.bytes(count * size), dtype=np.uint8).reshape(count, size)
    if kind == "Q8_0":
        out[:, 2:][out[:, 2:] == 128] = 0
    return out.reshape(rows, -1)


def matrices(shape):
    """Names, rows and columns of the matrices of one layer."""
    width, inner = shape["width"], shape["inner"]
    queries = shape["heads"] * shape["head_width"]
    keys = shape["kv_heads"] * shape["head_width"]
    yield from [
        ("attn_q", queries, width), ("attn_k", keys, width), ("attn_v", keys, width),
        ("attn_output", width, queries), ("ffn_gate", inner, width), ("ffn_up", inner, width),
        ("ffn_down", width, inner),
    ]


def norms(shape):
    names = [("attn_norm", shape["width"]), ("ffn_norm", shape["width"])]
    if shape["arch"] == "gemma3":
        names += [
            ("post_attention_norm", shape["width"]), ("post_ffw_norm", shape["width"]),
            ("attn_q_norm", shape["head_width"]), ("attn_k_norm", shape["head_width"]),
        ]
    return names


def write(path, shape, kind, seed=1):
    rng = np.random.default_rng(seed)
    writer = gguf.GGUFWriter(path, shape["arch"])
    writer.add_context_length(shape["context"])
    writer.add_embedding_length(shape["width"])
    writer.add_block_count(shape["layers"])
    writer.add_feed_forward_length(shape["inner"])
    writer.add_head_count(shape["heads"])
    writer.add_head_count_kv(shape["kv_heads"])
    writer.add_key_length(shape["head_width"])
    writer.add_value_length(shape["head_width"])
    writer.add_layer_norm_rms_eps(1e-6)
    if "window" in shape:
        writer.add_sliding_window(shape["window"])
        writer.add_rope_freq_base(shape["rope_base"])
    writer.add_vocab_size(shape["vocabulary"])
    writer.add_tokenizer_model("none")
    writer.add_file_type({"Q8_0": 7, "Q4_0": 2, "BF16": 32}[kind])

    def add(name, rows, columns, kind=kind):
        writer.add_tensor(name, blocks(rng, rows, columns, kind), raw_dtype=TYPES[kind])

    table = TABLES[kind] if shape["width"] % 256 == 0 or kind != "Q4_0" else "Q8_0"
    add("token_embd.weight", shape["vocabulary"], shape["width"], table)
    writer.add_tensor("output_norm.weight", np.ones(shape["width"], dtype=np.float32))
    for layer in range(shape["layers"]):
        for name, rows, columns in matrices(shape):
            add(f"blk.{layer}.{name}.weight", rows, columns)
        for name, width in norms(shape):
            writer.add_tensor(f"blk.{layer}.{name}.weight", np.ones(width, dtype=np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file(progress=False)
    writer.close()


HF_NAMES = {
    "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj", "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj", "attn_norm": "input_layernorm",
    "attn_q_norm": "self_attn.q_norm", "attn_k_norm": "self_attn.k_norm",
    "post_attention_norm": "post_attention_layernorm", "post_ffw_norm": "post_feedforward_layernorm",
}


def folder_tensors(shape):
    """Names and shapes as Hugging Face has them."""
    before_feed_forward = (
        "pre_feedforward_layernorm" if shape["arch"] == "gemma3" else "post_attention_layernorm"
    )
    yield "model.embed_tokens.weight", (shape["vocabulary"], shape["width"])
    for layer in range(shape["layers"]):
        prefix = f"model.layers.{layer}."
        for name, rows, columns in matrices(shape):
            yield f"{prefix}{HF_NAMES[name]}.weight", (rows, columns)
        for name, width in norms(shape):
            yield f"{prefix}{HF_NAMES.get(name, before_feed_forward)}.weight", (width,)
    yield "model.norm.weight", (shape["width"],)


def write_folder(path, shape, seed=1):
    path.mkdir(exist_ok=True)
    config = {
        "model_type": "gemma3_text" if shape["arch"] == "gemma3" else shape["arch"],
        "vocab_size": shape["vocabulary"], "hidden_size": shape["width"],
        "intermediate_size": shape["inner"], "num_hidden_layers": shape["layers"],
        "num_attention_heads": shape["heads"], "num_key_value_heads": shape["kv_heads"],
        "head_dim": shape["head_width"], "max_position_embeddings": shape["context"],
        "sliding_window": shape.get("window"), "torch_dtype": "bfloat16",
    }
    (path / "config.json").write_text(json.dumps(config))
    rng, header, offset = np.random.default_rng(seed), {}, 0
    for name, size in folder_tensors(shape):
        count = 2 * int(np.prod(size))
        header[name] = {"dtype": "BF16", "shape": size, "data_offsets": [offset, offset + count]}
        offset += count
    text = json.dumps(header).encode()
    with open(path / "model.safetensors", "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for name, size in folder_tensors(shape):
            if len(size) == 1:
                file.write(bytes(2 * size[0]))
                continue
            # One piece of random rows after another of the same numbers: nobody looks at them.
            piece = blocks(rng, min(size[0], 1024), size[1], "BF16").tobytes()
            for row in range(0, size[0], 1024):
                file.write(piece[: 2 * size[1] * min(1024, size[0] - row)])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--shape", action="append", choices=SHAPES)
    parser.add_argument("--type", action="append", choices=[*TABLES, "folder"])
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for name in given.shape or SHAPES:
        for kind in given.type or TABLES:
            if kind == "folder":
                write_folder(given.folder / name, SHAPES[name])
                continue
            path = given.folder / f"{name}-{kind.lower()}.gguf"
            if not path.exists():
                write(path, SHAPES[name], kind)
            print(path, f"{path.stat().st_size / 1e9:.3f} GB")


if __name__ == "__main__":
    main()
