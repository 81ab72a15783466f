"""Rounds weights to bytes so that later weights make up for the errors of earlier ones.

The method is that of Frantar et al. 2022 (GPTQ), after Hassibi and Stork 1993: column by column, each
rounding error is spread over the columns that are still free, in the proportions that change the outputs
least on the inputs that the layer sees in real texts.
"""
import torch

DAMPING = 0.01  # of the mean square of an input, added to keep the inverse tame


class Moments:
    """Sums of products of the inputs of every linear layer while a model reads texts."""

    def __init__(self, model, names):
        self.sums, self.hooks = {}, []
        for name in names:
            layer = model.get_submodule(name)
            self.hooks.append(layer.register_forward_pre_hook(self.recorder(name)))

    def recorder(self, name):
        def record(_, inputs):
            rows = inputs[0].detach().reshape(-1, inputs[0].shape[-1])
            self.sums[name] = self.sums.get(name, 0) + (rows.T @ rows).double()
        return record

    def stop(self):
        for hook in self.hooks:
            hook.remove()


def rounded(weights, scale, moments):
    """Whole numbers from -127 to 127, a row an output."""
    left = weights.double().clone()
    damping = DAMPING * moments.diagonal().mean()
    inverse = torch.linalg.inv(moments + damping * torch.eye(len(moments), dtype=torch.float64))
    factor = torch.linalg.cholesky(inverse, upper=True)
    whole = torch.zeros_like(left)
    steps = scale.double()
    for column in range(left.shape[1]):
        whole[:, column] = (left[:, column] / steps).round().clamp(-127, 127)
        error = (left[:, column] - whole[:, column] * steps) / factor[column, column]
        left[:, column:] -= error[:, None] * factor[column, column:]
    return whole.to(torch.int8)
