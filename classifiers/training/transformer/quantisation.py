"""Weights in signed bytes, and the forward pass as an engine of whole numbers computes it.

Weights of linear layers have one scale for each output, word embeddings one for each word; activations get a
step for each 128 numbers of a token when they are computed. Position and type embeddings, norms, biases, the pooler and the
head stay floats.
"""
import torch

import rounding

SCHEME = "gemma-safety-int8-1"
WORDS = "word_embeddings.weight"
HEADS = ("pooler.", "classifier.")
STEP_INPUTS = 128  # numbers of a token that share a step
# Shares of the largest weight to clip at; the one with the least squared error is taken for each row.
CLIPS = [1.0, 0.975, 0.95, 0.925, 0.9, 0.875, 0.85, 0.8]


def is_layer(name, value):
    """Whether a tensor is the weight of a linear layer that is stored in bytes."""
    inner = name.removeprefix("bert.").removeprefix("electra.")
    return (value.dim() == 2 and name.endswith(".weight") and "embeddings." not in inner
            and not inner.startswith(HEADS))


def in_bytes(weights):
    """Signed bytes and the scale of each row."""
    top = weights.abs().amax(1).clamp_min(1e-12)
    best, least = None, None
    for clip in CLIPS:
        scale = top * clip / 127
        whole = (weights / scale[:, None]).round().clamp(-127, 127)
        error = (whole * scale[:, None] - weights).square().sum(1)
        if best is None:
            best, least, kept = whole, error, scale
        else:
            better = error < least
            best = torch.where(better[:, None], whole, best)
            least, kept = torch.where(better, error, least), torch.where(better, scale, kept)
    return best.to(torch.int8), kept


def layers(model):
    """Names of the linear layers that are stored in bytes."""
    return [name for name, module in model.named_modules()
            if isinstance(module, torch.nn.Linear) and is_layer(name + ".weight", module.weight)]


def tensors(model, moments=None):
    """All tensors as they are stored; with moments of its inputs each layer is rounded for them."""
    out = {}
    for name, value in model.state_dict().items():
        if name.endswith("position_ids"):
            continue
        value = value.detach().float().contiguous()
        if name.endswith(WORDS) or is_layer(name, value):
            out[name], out[name + "_scale"] = in_bytes(value)
            layer = name.removesuffix(".weight")
            if moments and layer in moments:
                out[name] = rounding.rounded(value, out[name + "_scale"], moments[layer])
        else:
            out[name] = value
    return out


class Layer(torch.nn.Module):
    """A linear layer on bytes, simulated in floats: sums of products below 2^24 are exact.

    Each 128 numbers of a token have a step and a center of their own. What rounding leaves of the first token of
    a sequence is multiplied too, with a step 254 times as fine.
    """

    def __init__(self, layer, whole, scale):
        super().__init__()
        self.whole, self.scale, self.bias = whole.float(), scale, layer.bias

    def forward(self, values):
        total = self.bias
        for part, whole in zip(values.split(STEP_INPUTS, -1), self.whole.split(STEP_INPUTS, 1)):
            low, high = part.amin(-1, keepdim=True), part.amax(-1, keepdim=True)
            center, step = (low + high) / 2, ((high - low) / 254).clamp_min(1e-32)
            steps = (part - center) / step
            rounded = steps.round()
            if rounded.dim() == 3:
                rounded[:, 0] += ((steps[:, 0] - rounded[:, 0]) * 254).round() / 254
            total = total + (rounded @ whole.T) * (step * self.scale) + center * (whole.sum(1) * self.scale)
        return total


def simulated(model, stored):
    """Puts the layers on bytes into a model, in place, with the tensors of an exported one."""
    for name, module in list(model.named_modules()):
        key = name + ".weight"
        if isinstance(module, torch.nn.Linear) and key + "_scale" in stored:
            parent, _, last = name.rpartition(".")
            setattr(model.get_submodule(parent), last, Layer(module, stored[key], stored[key + "_scale"]))
        elif isinstance(module, torch.nn.Embedding) and key + "_scale" in stored:
            module.weight.data = stored[key].float() * stored[key + "_scale"][:, None]
    return model
