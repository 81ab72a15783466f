"""The tokenizers that ours is compared on: one of each kind in use, trained on text of this repository."""
import base64
import io
import json

import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import (AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors,
                        trainers)

BERT_SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def added(name, **options):
    return AddedToken(name, special=True, normalized=False, **options)


def bert_cased(lines):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=30))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=False, strip_accents=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.train_from_iterator(lines, trainers.WordPieceTrainer(
        vocab_size=2000, special_tokens=BERT_SPECIAL, show_progress=False))
    tokenizer.add_tokens([AddedToken("kettle dance", normalized=True), AddedToken("lantern", single_word=True)])
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", sep), ("[CLS]", cls))
    tokenizer.decoder = decoders.WordPiece(prefix="##", cleanup=False)
    return tokenizer


def byte_level(lines, prefix_space):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=prefix_space)
    tokenizer.train_from_iterator(lines, trainers.BpeTrainer(
        vocab_size=3000, special_tokens=["<s>", "<pad>", "</s>", "<unk>"], show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    tokenizer.add_special_tokens([added("<mask>", lstrip=True)])
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def roberta(lines):
    tokenizer = byte_level(lines, True)
    tokenizer.post_processor = processors.RobertaProcessing(
        ("</s>", tokenizer.token_to_id("</s>")), ("<s>", tokenizer.token_to_id("<s>")), trim_offsets=True,
        add_prefix_space=True)
    return tokenizer


def gpt2(lines):
    tokenizer = byte_level(lines, False)
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return tokenizer


def llama3(lines):
    """Also with NFC in front, as ModernBERT has it."""
    data = json.loads(byte_level(lines, False).to_str())
    data["model"]["ignore_merges"] = True
    data["normalizer"] = {"type": "NFC"}
    pattern = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
               r"|\s*[\r\n]+|\s+(?!\S)|\s+")
    data["pre_tokenizer"] = {"type": "Sequence", "pretokenizers": [
        {"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Isolated", "invert": False},
        {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}]}
    return Tokenizer.from_str(json.dumps(data))


def sentence_model(lines, kind, **options):
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_writer=model, model_type=kind, num_threads=1, minloglevel=2,
        character_coverage=0.995, max_sentence_length=100_000, hard_vocab_limit=False, **options)
    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString(model.getvalue())
    return model.getvalue(), proto


def charsmap(proto):
    return {"type": "Precompiled",
            "precompiled_charsmap": base64.b64encode(proto.normalizer_spec.precompiled_charsmap).decode()}


def template(prefix, suffix, ids):
    parts = [{"SpecialToken": {"id": name, "type_id": 0}} for name in prefix]
    parts += [{"Sequence": {"id": "A", "type_id": 0}}]
    parts += [{"SpecialToken": {"id": name, "type_id": 0}} for name in suffix]
    return {"type": "TemplateProcessing", "single": parts, "pair": parts + [{"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {name: {"id": name, "ids": [ids[name]], "tokens": [name]} for name in prefix + suffix}}


def special(names, ids, **options):
    return [{"id": ids[name], "content": name, "single_word": False, "lstrip": options.get(name) == "lstrip",
             "rstrip": False, "normalized": False, "special": True} for name in names]


def unigram(pieces, unk, names, normalizer, pre_tokenizer, prefix, suffix, mask=None):
    ids = {piece: index for index, (piece, _) in enumerate(pieces)}
    data = {"version": "1.0", "truncation": None, "padding": None,
            "added_tokens": special(names, ids, **({mask: "lstrip"} if mask else {})),
            "normalizer": normalizer, "pre_tokenizer": pre_tokenizer,
            "post_processor": template(prefix, suffix, ids),
            "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
            "model": {"type": "Unigram", "unk_id": ids[unk], "vocab": pieces, "byte_fallback": False}}
    return Tokenizer.from_str(json.dumps(data))


METASPACE = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}


def xlm_roberta(proto):
    pieces = [["<s>", 0.0], ["<pad>", 0.0], ["</s>", 0.0], ["<unk>", 0.0]]
    pieces += [[p.piece, p.score] for p in proto.pieces[3:]] + [["<mask>", 0.0]]
    return unigram(pieces, "<unk>", ["<s>", "<pad>", "</s>", "<unk>", "<mask>"], charsmap(proto),
                   {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, METASPACE]},
                   ["<s>"], ["</s>"], "<mask>")


def deberta(proto):
    pieces = [["[PAD]", 0.0], ["[CLS]", 0.0], ["[SEP]", 0.0], ["[UNK]", 0.0]]
    pieces += [[p.piece, p.score] for p in proto.pieces[3:]] + [["[MASK]", 0.0]]
    normalizer = {"type": "Sequence", "normalizers": [
        {"type": "Strip", "strip_left": True, "strip_right": True}, charsmap(proto),
        {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}]}
    return unigram(pieces, "[UNK]", ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]"], normalizer, METASPACE,
                   ["[CLS]"], ["[SEP]"])


def albert(proto):
    pieces = [["<pad>", 0.0], ["<unk>", 0.0], ["[CLS]", 0.0], ["[SEP]", 0.0]]
    pieces += [[p.piece, p.score] for p in proto.pieces[3:]] + [["[MASK]", 0.0]]
    normalizer = {"type": "Sequence", "normalizers": [
        {"type": "Replace", "pattern": {"String": "``"}, "content": '"'},
        {"type": "Replace", "pattern": {"String": "''"}, "content": '"'},
        {"type": "NFKD"}, {"type": "StripAccents"}, {"type": "Lowercase"}, charsmap(proto)]}
    first = dict(METASPACE, prepend_scheme="first")
    return unigram(pieces, "<unk>", ["<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]"], normalizer, first,
                   ["[CLS]"], ["[SEP]"], "[MASK]")


def sentence_bpe(proto):
    """SentencePiece BPE with byte fallback, as HF converts it for Llama."""
    pieces = {p.piece: index for index, p in enumerate(proto.pieces)}
    scores = {p.piece: p.score for p in proto.pieces}
    merges = []
    for piece, index in pieces.items():
        local = [(piece[:cut], piece[cut:]) for cut in range(1, len(piece))
                 if piece[:cut] in pieces and piece[cut:] in pieces]
        merges += [(scores[piece], index, pair) for pair in sorted(local, key=lambda p: (pieces[p[0]], pieces[p[1]]))]
    merges = [list(pair) for _, _, pair in sorted(merges, key=lambda m: (-m[0], m[1]))]
    names = ["<unk>", "<s>", "</s>"]
    data = {"version": "1.0", "truncation": None, "padding": None, "added_tokens": special(names, pieces),
            "normalizer": {"type": "Sequence", "normalizers": [
                {"type": "Prepend", "prepend": "▁"},
                {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]},
            "pre_tokenizer": None, "post_processor": template(["<s>"], [], pieces),
            "decoder": {"type": "Sequence", "decoders": [
                {"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"},
                {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]},
            "model": {"type": "BPE", "dropout": None, "unk_token": "<unk>", "continuing_subword_prefix": None,
                      "end_of_word_suffix": None, "fuse_unk": True, "byte_fallback": True, "ignore_merges": False,
                      "vocab": pieces, "merges": merges}}
    return Tokenizer.from_str(json.dumps(data))


def words(lines):
    """Steps that the others leave out: Nmt, NFKC, Digits, Punctuation, Whitespace, whole words."""
    tokenizer = Tokenizer(models.WordLevel(unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), normalizers.NFD(),
                                                 normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Whitespace(), pre_tokenizers.Digits(individual_digits=True),
        pre_tokenizers.Punctuation("merged_with_previous"), pre_tokenizers.Split("a", "merged_with_next")])
    tokenizer.train_from_iterator(lines, trainers.WordLevelTrainer(
        vocab_size=3000, special_tokens=["<unk>"], show_progress=False))
    return tokenizer
