"""Logistic regression on soft targets, with words' own weights factored out of the texts."""
import numpy as np
from scipy.optimize import minimize


class Design:
    """The rows of a set of windows times the weights of words, n-grams and pairs."""

    def __init__(self, instances, vocabulary_matrix, rows):
        self.words = instances.words[rows]
        self.pairs = instances.pairs[rows]
        self.words_transposed, self.pairs_transposed = self.words.T.tocsr(), self.pairs.T.tocsr()
        self.vocabulary, self.vocabulary_transposed = vocabulary_matrix, vocabulary_matrix.T.tocsr()
        self.scale = 1 / np.sqrt(instances.lengths[rows])
        self.word_buckets = vocabulary_matrix.shape[1]

    def times(self, weights):
        words = self.vocabulary @ weights[:self.word_buckets]
        return (self.words @ words + self.pairs @ weights[self.word_buckets:]) * self.scale

    def transposed_times(self, values):
        values = values * self.scale
        words = self.vocabulary_transposed @ (self.words_transposed @ values)
        return np.concatenate([words, self.pairs_transposed @ values])


def fit(design, targets, importance, penalty, iterations):
    """Weights and bias that minimise the cross-entropy plus `penalty` / 2 · |weights|²."""
    total = importance.sum()

    def loss(parameters):
        weights, bias = parameters[:-1], parameters[-1]
        logits = design.times(weights) + bias
        value = importance @ (np.logaddexp(0, logits) - targets * logits) / total
        residual = importance * (1 / (1 + np.exp(-logits)) - targets) / total
        gradient = design.transposed_times(residual) + penalty * weights
        return value + penalty / 2 * weights @ weights, np.append(gradient, residual.sum())

    start = np.zeros(design.word_buckets + design.pairs.shape[1] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": iterations})
    return found.x[:-1], found.x[-1]
