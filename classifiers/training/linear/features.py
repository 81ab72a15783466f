"""Hashed features and windows, bit for bit those of Sources/SafetyDetectors/Linear."""
import numpy as np
from scipy import sparse

from folding import words_of

MASK = (1 << 64) - 1
SPREAD_A, SPREAD_B = 0xA24BAED4963EE407, 0x9FB21C651E98DF25
LONGEST = 24  # bytes of a word that n-grams are taken from


def mix(value):
    product = (value ^ 0xD6E8FEB86659FD93) * 0x9E3779B97F4A7C15
    return (product >> 64) ^ (product & MASK)


def word_hash(word):
    """NormalizedHash.word."""
    value, offset = len(word), 0
    while len(word) - offset > 8:
        value = mix(value ^ int.from_bytes(word[offset:offset + 8], "little"))
        offset += 8
    return mix(value ^ int.from_bytes(word[offset:], "little"))


def gram_hash(gram):
    value = (int.from_bytes(gram, "little") | len(gram) << 56) * SPREAD_A & MASK
    return (value ^ value >> 32) * SPREAD_B & MASK


class Vocabulary:
    """Distinct words, each with its hash and the buckets of itself and of its n-grams."""

    def __init__(self, shape):
        self.shape = shape
        self.numbers, self.hashes, self.buckets = {}, [], []

    def number(self, word):
        known = self.numbers.get(word)
        if known is None:
            known = self.numbers[word] = len(self.hashes)
            self.hashes.append(word_hash(word))
            self.buckets.append(word_buckets(word, self.shape))
        return known

    def matrix(self):
        """Words by buckets, how often each bucket is met."""
        counts = [len(buckets) for buckets in self.buckets]
        columns = np.fromiter((b for buckets in self.buckets for b in buckets), np.int32)
        rows = np.repeat(np.arange(len(counts)), counts)
        shape = (len(counts), 1 << self.shape["word_bits"])
        return sparse.csr_matrix((np.ones(len(columns), np.float32), (rows, columns)), shape)


def word_buckets(word, shape):
    shift = 64 - shape["word_bits"]
    buckets = [(word_hash(word) * SPREAD_B & MASK) >> shift]
    padded = b"<" + word[:LONGEST] + b">"
    for size in range(shape["shortest_gram"], shape["longest_gram"] + 1):
        buckets += [gram_hash(padded[at:at + size]) >> shift for at in range(len(padded) - size + 1)]
    return buckets


def pair_buckets(hashes, shape):
    """The bucket of each word with the word before it; of the first, none."""
    left, right = hashes[:-1], hashes[1:]
    with np.errstate(over="ignore"):
        value = (left * np.uint64(SPREAD_A) ^ right) * np.uint64(SPREAD_B)
    return (value >> np.uint64(64 - shape["pair_bits"])).astype(np.int64)


def windows(count, size):
    """Word ranges: one of all words, or of `size` words every `size / 2`, the last one shorter."""
    if count <= size:
        return [(0, count)] if count else []
    half = size // 2
    starts = range(0, -(-(count - size) // half) * half + 1, half)
    return [(start, min(start + size, count)) for start in starts]


class Instances:
    """Windows as matrices: by words of the vocabulary, by pairs; rows divided by √words."""

    def __init__(self, texts, vocabulary, size):
        word_rows, word_columns, pair_rows, pair_columns, lengths, owners = [], [], [], [], [], []
        for owner, text in enumerate(texts):
            numbers = np.array([vocabulary.number(word) for word in words_of(text)], np.int64)
            hashes = np.array([vocabulary.hashes[n] for n in numbers], np.uint64)
            pairs = pair_buckets(hashes, vocabulary.shape) if len(hashes) > 1 else hashes[:0]
            for start, end in windows(len(numbers), size):
                row = len(lengths)
                word_columns.append(numbers[start:end])
                word_rows.append(np.full(end - start, row))
                # A window holds the pairs that end in it.
                inside = pairs[max(start - 1, 0):end - 1].astype(np.int64)
                pair_columns.append(inside)
                pair_rows.append(np.full(len(inside), row))
                lengths.append(end - start)
                owners.append(owner)
        self.lengths = np.array(lengths, np.float64)
        self.owners = np.array(owners)
        self.texts = len(texts)
        self._parts = (word_rows, word_columns, pair_rows, pair_columns)
        self._pair_count = 1 << vocabulary.shape["pair_bits"]

    def finish(self, vocabulary):
        """Builds the counts once the vocabulary has seen all texts."""
        count = len(self.lengths)
        word_rows, word_columns, pair_rows, pair_columns = map(np.concatenate, self._parts)
        self.words = _counts(word_rows, word_columns, (count, len(vocabulary.hashes)))
        self.pairs = _counts(pair_rows, pair_columns, (count, self._pair_count))
        del self._parts
        return self

    def best(self, values):
        """The highest value of each text's windows; minus infinity for a text without words."""
        out = np.full(self.texts, -np.inf)
        np.maximum.at(out, self.owners, values)
        return out


def _counts(rows, columns, shape):
    return sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape)
