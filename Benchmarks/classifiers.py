#!/usr/bin/env python3
"""Times the encoder beside onnxruntime and OpenVINO on the same weights, turn and turn about.

  scripts/bench classifiers --int8 FOLDER [--fp32 FOLDER] [--texts FILE.jsonl[.gz]] [--out FILE.md]

FOLDER is a Hugging Face folder of a BERT classifier: its weights in bytes, which is what ships, and
in 32-bit floats, from which the peers are made; without --fp32 they are made from the bytes times
their scales. Every engine gets the same ids, without padding, and answers with logits. A figure is
the best of some rounds; in each round every engine has its turn. With texts, all are compared with
PyTorch in 32-bit floats; texts are never printed.
"""
import argparse, gzip, json, os, pathlib, subprocess, sys, tempfile, time

for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
OURS, ORT, ORT_FLOAT, OPENVINO = "gemma-safety", "onnxruntime int8", "onnxruntime fp32", "OpenVINO int8"


def made_up_ids(length, batch):
    """The ids that `encoder-benchmark` makes."""
    return np.array([[1000 + (s * 7919 + k * 104_729) % 20_000 for k in range(length)] for s in range(batch)],
                    dtype=np.int64)


def inputs_of(ids):
    return {"input_ids": ids, "attention_mask": np.ones_like(ids)}


class Ours:
    def __init__(self, binary, folder):
        self.process = subprocess.Popen([binary, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        if not answer or answer.startswith("error"):
            sys.exit(f"bench: encoder-benchmark: {answer or 'ended'}")
        return answer

    def seconds(self, length, batch, threads):
        return float(self.ask(f"{length} {batch} {threads}"))

    def logits(self, ids):
        return [float(word) for word in self.ask("ids " + " ".join(map(str, ids[0]))).split()]


class Peer:
    """A function from inputs to logits for each number of threads."""

    def __init__(self, make):
        self.make, self.made = make, {}

    def run(self, ids, threads):
        if threads not in self.made:
            self.made[threads] = self.make(threads)
        return self.made[threads](inputs_of(ids))

    def seconds(self, length, batch, threads):
        ids = made_up_ids(length, batch)
        start = time.perf_counter()
        self.run(ids, threads)
        return time.perf_counter() - start

    def logits(self, ids):
        return self.run(ids, 1)[0]


def in_floats(folder, work):
    """A copy of a folder, its bytes times their scales as weights."""
    from safetensors.numpy import load_file, save_file

    stored = load_file(pathlib.Path(folder) / "model.safetensors")
    weights = {name: value for name, value in stored.items() if not name.endswith("_scale")}
    for name, value in weights.items():
        if value.dtype == np.int8:
            weights[name] = value.astype(np.float32) * stored[f"{name}_scale"][:, None]
    copy = work / "floats"
    copy.mkdir()
    save_file(weights, copy / "model.safetensors", metadata={"format": "pt"})
    config = json.loads((pathlib.Path(folder) / "config.json").read_text())
    config.pop("quantization_config", None)
    (copy / "config.json").write_text(json.dumps(config))
    return copy


def export(folder, work):
    """The model as ONNX: as exported, fused, and fused with bytes for weights."""
    import onnx
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.transformers import optimizer
    from transformers import AutoModelForSequenceClassification

    model = AutoModelForSequenceClassification.from_pretrained(folder, attn_implementation="eager").eval()

    class Logits(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, input_ids, attention_mask):
            return self.model(input_ids=input_ids, attention_mask=attention_mask).logits

    ids = torch.from_numpy(made_up_ids(16, 2))
    plain, fused, small = (str(work / f"{name}.onnx") for name in ("plain", "fused", "int8"))
    axes = {name: {0: "batch", 1: "length"} for name in ("input_ids", "attention_mask")}
    torch.onnx.export(Logits(), (ids, torch.ones_like(ids)), plain, input_names=list(axes),
                      output_names=["logits"], dynamic_axes=axes, opset_version=17, dynamo=False)
    config = model.config
    optimized = optimizer.optimize_model(plain, model_type="bert", num_heads=config.num_attention_heads,
                                         hidden_size=config.hidden_size)
    optimized.save_model_to_file(fused)
    quantize_dynamic(fused, small, per_channel=True, weight_type=QuantType.QInt8,
                     extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT})
    print("fused operators:", optimized.get_fused_operator_statistics(), file=sys.stderr)
    onnx.checker.check_model(plain)
    return model, plain, fused, small


def onnxruntime_peer(path):
    import onnxruntime

    def make(threads):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        return lambda inputs: session.run(None, inputs)[0]

    return Peer(make)


def openvino_peer(path, samples):
    import logging

    logging.disable(logging.WARNING)
    import nncf
    import openvino

    model = nncf.quantize(openvino.convert_model(path), nncf.Dataset(samples, inputs_of),
                          model_type=nncf.ModelType.TRANSFORMER, subset_size=len(samples))

    def make(threads):
        compiled = openvino.compile_model(model, "CPU", {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": 1})
        request = compiled.create_infer_request()
        return lambda inputs: request.infer(inputs)[0]

    return Peer(make)


def read_texts(path, count):
    opened = gzip.open(path, "rt") if str(path).endswith(".gz") else open(path)
    with opened as lines:
        texts = [json.loads(line)["text"] for line in lines]
    step = max(1, len(texts) // count)
    return texts[::step][:count]


def tokenized(folder, texts):
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(pathlib.Path(folder) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(128)
    return [np.array([tokenizer.encode(text).ids], dtype=np.int64) for text in texts]


def fidelity(model, engines, samples):
    import torch

    def probabilities(logits):
        return 1 / (1 + np.exp(-np.array(logits, dtype=np.float64)))

    with torch.no_grad():
        exact = probabilities([model(input_ids=torch.from_numpy(ids)).logits[0].numpy() for ids in samples])
    rows = [f"| engine, {len(samples)} texts | median difference | 99th percentile | largest | same labels at 0.5 |",
            "| --- | ---: | ---: | ---: | ---: |"]
    for name, engine in engines.items():
        found = probabilities([engine.logits(ids) for ids in samples])
        off = np.abs(found - exact)
        same = np.mean((found >= 0.5) == (exact >= 0.5))
        rows.append(f"| {name} | {np.median(off):.5f} | {np.percentile(off, 99):.4f} | {off.max():.4f} | {same:.2%} |")
    return rows


def measure(engines, cells, rounds):
    """The least seconds of each engine in each cell."""
    best = {}
    for cell in cells:
        for turn in range(rounds + 1):
            for name, engine in engines.items():
                seconds = engine.seconds(*cell)
                if turn:  # the first turn warms up
                    best[name, cell] = min(best.get((name, cell), seconds), seconds)
        print(cell, {name: round(cell[0] * cell[1] / best[name, cell]) for name in engines}, file=sys.stderr)
    return best


def table(engines, cells, best):
    rows = ["| threads | length × batch | " + " | ".join(f"{n}, tokens/s (sequences/s)" for n in engines) + " |",
            "| ---: | ---: |" + " ---: |" * len(engines)]
    for length, batch, threads in cells:
        figures = []
        for name in engines:
            seconds = best[name, (length, batch, threads)]
            figures.append(f"{length * batch / seconds:,.0f} ({batch / seconds:,.0f})")
        rows.append(f"| {threads} | {length} × {batch} | " + " | ".join(figures) + " |")
    return rows


def ratios(engines, lengths, batches, threads, best):
    peers = [name for name in engines if name != OURS]
    rows = ["| length | batch | " + " | ".join(f"over {name}" for name in peers) + " | two threads over one |",
            "| ---: | ---: |" + " ---: |" * (len(peers) + 1)]

    def rate(name, length, batch, count):
        if batch:
            return batch / best[name, (length, batch, count)]
        return max(b / best[name, (length, b, count)] for b in batches)

    for length in lengths:
        for batch in (0, 1):
            mine = rate(OURS, length, batch, 1)
            figures = [f"{mine / rate(name, length, batch, 1):.2f}×" for name in peers]
            scaling = f"{rate(OURS, length, 0, 2) / mine:.2f}×" if batch == 0 and 2 in threads else ""
            rows.append(f"| {length} | {batch or 'each its best'} | {' | '.join(figures)} | {scaling} |")
    return rows


def work_per_token(folder, length):
    """Products and sums of linear layers and attention; of the last layer what every token needs."""
    config = json.loads((pathlib.Path(folder) / "config.json").read_text())
    width, inner, layers = config["hidden_size"], config["intermediate_size"], config["num_hidden_layers"]
    linear, attention = 4 * width * width + 2 * width * inner, 2 * width * length
    keys_and_values = 2 * width * width
    return 2 * ((layers - 1) * (linear + attention) + keys_and_values)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--binary", default=HERE.parent / ".build/release/encoder-benchmark")
    arguments.add_argument("--fp32")
    arguments.add_argument("--int8", required=True)
    arguments.add_argument("--texts", type=pathlib.Path)
    arguments.add_argument("--sample", type=int, default=1000)
    arguments.add_argument("--lengths", default="32,128,256,512")
    arguments.add_argument("--batches", default="1,8,32")
    arguments.add_argument("--threads", default="1,2")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--out", type=pathlib.Path)
    options = arguments.parse_args()
    lengths, batches, threads = ([int(n) for n in text.split(",")]
                                 for text in (options.lengths, options.batches, options.threads))
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        model, plain, fused, small = export(options.fp32 or in_floats(options.int8, work), work)
        texts = read_texts(options.texts, options.sample) if options.texts else []
        samples = tokenized(options.int8, texts)
        calibration = samples[:300] or [made_up_ids(64, 1)]
        ours = Ours(str(options.binary), options.int8)
        engines = {OURS: ours, ORT: onnxruntime_peer(small), ORT_FLOAT: onnxruntime_peer(fused),
                   OPENVINO: openvino_peer(plain, calibration)}
        peak = max(float(ours.ask("peak")) for _ in range(3))
        cells = [(length, batch, count) for count in threads for length in lengths for batch in batches]
        best = measure(engines, cells, options.rounds)
        peak = max(peak, *(float(ours.ask("peak")) for _ in range(3)))
        lines = table(engines, cells, best) + [""] + ratios(engines, lengths, batches, threads, best) + [""]
        for length in lengths:
            rate = max(length * b / best[OURS, (length, b, 1)] for b in batches)
            share = rate * work_per_token(options.int8, length) / peak
            lines.append(f"Length {length}: {share:.0%} of the peak of a product of bytes, {peak / 1e9:.0f} GOP/s.")
            lines.append("")
        if samples:
            lines += fidelity(model, engines, samples)
    text = "\n".join(lines) + "\n"
    print(text)
    if options.out:
        options.out.write_text(text)


if __name__ == "__main__":
    main()
