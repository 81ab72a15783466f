"""Emoji and other pictographs as words of their own.

The vocabulary of BERT knows eight of them; a word that touches any other is read as unknown as a whole.
"""
import unicodedata

from tokenizers import AddedToken

# What Unicode 14 has of miscellaneous symbols and dingbats, enclosed letters and the halves of flags, pictographs and
# faces, transport, coloured shapes, supplemental and extended pictographs; so that every Python finds the same ones.
RANGES = [(0x2600, 0x27BF), (0x1F170, 0x1F1AD), (0x1F1E6, 0x1F1FF), (0x1F300, 0x1F64F), (0x1F680, 0x1F6D7),
          (0x1F6DD, 0x1F6EC), (0x1F6F0, 0x1F6FC), (0x1F7E0, 0x1F7EB), (0x1F900, 0x1F9FF), (0x1FA70, 0x1FA74),
          (0x1FA78, 0x1FA7C), (0x1FA80, 0x1FA86), (0x1FA90, 0x1FAAC), (0x1FAB0, 0x1FABA), (0x1FAC0, 0x1FAC5),
          (0x1FAD0, 0x1FAD9), (0x1FAE0, 0x1FAE7), (0x1FAF0, 0x1FAF6)]


def _is_symbol(scalar):
    return unicodedata.category(scalar) in ("So", "Sk")


def missing(tokenizer):
    """The pictographs that a tokenizer has no word for, in the order of their code points."""
    scalars = [chr(code) for first, last in RANGES for code in range(first, last + 1)]
    return [scalar for scalar in scalars if _is_symbol(scalar) and tokenizer.token_to_id(scalar) is None]


def add(tokenizer):
    """Gives each an id after all others. It is found in the text as it came, within words too."""
    tokenizer.add_tokens([AddedToken(scalar, normalized=False) for scalar in missing(tokenizer)])


def names(found, tokenizer):
    """The ids of the words that Unicode names each by: where its own meaning is learned from."""
    spelled = [unicodedata.name(scalar).lower().replace("-", " ") for scalar in found]
    return [item.ids for item in tokenizer.encode_batch(spelled, add_special_tokens=False)]
