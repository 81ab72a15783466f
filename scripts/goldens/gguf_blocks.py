"""Writes blocks of every quantised type with what the `gguf` package reads of them, and floats with the
blocks that it makes of them.

Needs `pip install gguf safetensors numpy`. Scales are random finite 16-bit floats, subnormal and
negative ones among them; all other bytes are random.

    python3 scripts/goldens/gguf_blocks.py Tests/CheckpointsTests/Fixtures
"""

import sys
from pathlib import Path

import gguf
import numpy as np
from gguf import GGMLQuantizationType as Type
from safetensors.numpy import save_file

SEED = 20261128
ROWS, COLUMNS = 6, 512
# Where the 16-bit floats of a block stand.
SCALES = {
    Type.Q4_0: [0], Type.Q4_1: [0, 2], Type.Q5_0: [0], Type.Q5_1: [0, 2], Type.Q8_0: [0],
    Type.Q4_K: [0, 2], Type.Q5_K: [0, 2], Type.Q6_K: [208],
}


def blocks(kind, rng):
    length, size = gguf.GGML_QUANT_SIZES[kind]
    raw = rng.integers(0, 256, (ROWS * COLUMNS // length, size), dtype=np.uint8)
    for place in SCALES[kind]:
        bits = rng.integers(0, 0x10000, len(raw), dtype=np.uint16)
        bits[(bits & 0x7C00) == 0x7C00] &= 0xBFFF
        bits[:3] = [0x0001, 0x8000, 0x7BFF]
        raw[:, place : place + 2] = bits.view(np.uint8).reshape(-1, 2)
    return raw.reshape(ROWS, -1)


def main(folder):
    rng = np.random.default_rng(SEED)
    writer = gguf.GGUFWriter(folder / "blocks.gguf", "blocks")
    expected = {}
    for kind in SCALES:
        raw = blocks(kind, rng)
        writer.add_tensor(kind.name, raw, raw_dtype=kind)
        expected[kind.name] = gguf.dequantize(raw, kind).astype(np.float32)
    halves = np.arange(0x10000, dtype=np.uint16)
    halves = halves[(halves & 0x7C00) != 0x7C00].view(np.float16)
    writer.add_tensor("F16", halves)
    bits = rng.integers(0, 0x7F80, 1024, dtype=np.uint16)
    writer.add_tensor("BF16", bits.view(np.uint8), raw_dtype=Type.BF16)
    expected["BF16"] = gguf.dequantize(bits.view(np.uint8), Type.BF16).astype(np.float32)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    save_file(expected, folder / "blocks.safetensors")
    values = rng.standard_normal((ROWS, COLUMNS)).astype(np.float32) * 0.05
    values[0, :32] = 0
    values[0, 32:64] = np.arange(32) - 15.5  # halves, where rounding has to choose
    values[0, 64:96] = np.linspace(-127, 127, 32).round() / 2
    values[0, 96:128] *= 1e-6
    made = {"values": values}
    for kind in (Type.Q8_0, Type.Q4_0):
        made[kind.name] = gguf.quantize(values, kind)
    save_file(made, folder / "quantised.safetensors")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
