"""Trains the tokenizer and writes it as `tokenizer.model`, `tokenizer.json` and `tokenizer_config.json`.

The first ids are those of Gemma 3: four control pieces, `<mask>`, `[multimodal]`, 99 unused ones, the turn markers at
105 and 106, runs of newlines from 107, runs of spaces from 138. Then come byte pieces and 3,672 learned ones; the runs
of tabs and the tags of Gemma 3 are left out.
"""
import argparse
import io
import json
import pathlib

import sentencepiece
from sentencepiece import sentencepiece_model_pb2 as schema

import corpus
import dialogues

PIECES, SPACE = 4096, "\u2581"
MARKED = ["<mask>", "[multimodal]", *(f"<unused{i}>" for i in range(99)), "<start_of_turn>", "<end_of_turn>",
          *("\n" * i for i in range(1, 32)), *(SPACE * i for i in range(2, 32))]
SPECIAL = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>", "<start_of_turn>", "<end_of_turn>"]
TEMPLATE = (pathlib.Path(__file__).parent / "chat_template.jinja").read_text()


def lines(train):
    for row in corpus.prose(train):
        yield from row["text"].split("\n")
    for dialogue in corpus.training_dialogues()[:20_000]:
        for text in [dialogue.system or "", *dialogue.turns]:
            yield "user"
            yield text
            yield "model"


def train_model(train):
    buffer = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=lines(train), model_writer=buffer, model_type="bpe", vocab_size=PIECES, byte_fallback=True,
        split_digits=True, allow_whitespace_only_pieces=True, normalization_rule_name="identity",
        add_dummy_prefix=False, remove_extra_whitespaces=False, pad_id=0, eos_id=1, bos_id=2, unk_id=3,
        pad_piece="<pad>", eos_piece="<eos>", bos_piece="<bos>", unk_piece="<unk>", user_defined_symbols=MARKED,
        character_coverage=0.9999, num_threads=1, minloglevel=2)
    model = schema.ModelProto()
    model.ParseFromString(buffer.getvalue())
    return model


def merges(model):
    """All ways to make a piece of two, best piece first, as SentencePiece would try them."""
    kinds = schema.ModelProto.SentencePiece
    known = {piece.piece: place for place, piece in enumerate(model.pieces)
             if piece.type not in (kinds.CONTROL, kinds.BYTE, kinds.UNKNOWN)}
    found = []
    for piece in model.pieces:
        if piece.piece not in known:
            continue
        cuts = [(piece.piece[:cut], piece.piece[cut:]) for cut in range(1, len(piece.piece))]
        cuts = [cut for cut in cuts if cut[0] in known and cut[1] in known]
        cuts.sort(key=lambda cut: (known[cut[0]], known[cut[1]]))
        found += [(left, right, piece.score) for left, right in cuts]
    found.sort(key=lambda cut: (-cut[2], -len(cut[0]), -len(cut[1])))
    return [[left, right] for left, right, _ in found]


def as_json(model):
    kinds = schema.ModelProto.SentencePiece
    added = [dict(id=place, content=piece.piece, single_word=False, lstrip=False, rstrip=False, normalized=False,
                  special=piece.piece in SPECIAL)
             for place, piece in enumerate(model.pieces)
             if piece.type in (kinds.CONTROL, kinds.UNKNOWN, kinds.USER_DEFINED)]
    start = dict(SpecialToken=dict(id="<bos>", type_id=0))
    first, second = (dict(Sequence=dict(id=name, type_id=0)) for name in "AB")
    return dict(
        version="1.0", truncation=None, padding=None, added_tokens=added,
        normalizer=dict(type="Replace", pattern=dict(String=" "), content=SPACE),
        pre_tokenizer=dict(type="Split", pattern=dict(String=" "), behavior="MergedWithPrevious", invert=False),
        post_processor=dict(type="TemplateProcessing", single=[start, first], pair=[start, first, start, second],
                            special_tokens={"<bos>": dict(id="<bos>", ids=[2], tokens=["<bos>"])}),
        decoder=dict(type="Sequence", decoders=[dict(type="Replace", pattern=dict(String=SPACE), content=" "),
                                                dict(type="ByteFallback"), dict(type="Fuse")]),
        model=dict(type="BPE", dropout=None, unk_token="<unk>", continuing_subword_prefix=None,
                   end_of_word_suffix=None, fuse_unk=True, byte_fallback=True, ignore_merges=False,
                   vocab={piece.piece: place for place, piece in enumerate(model.pieces)}, merges=merges(model)))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    model = train_model(options.train)
    # What the trainer was told of this machine stays out of the file.
    model.trainer_spec.ClearField("model_prefix")
    (options.out / "tokenizer.model").write_bytes(model.SerializeToString())
    (options.out / "tokenizer.json").write_text(json.dumps(as_json(model), ensure_ascii=False, separators=(",", ":")))
    names = dict(bos_token="<bos>", eos_token="<eos>", pad_token="<pad>", unk_token="<unk>")
    (options.out / "tokenizer_config.json").write_text(json.dumps(dict(
        add_bos_token=True, add_eos_token=False, **names, clean_up_tokenization_spaces=False,
        model_max_length=1024, tokenizer_class="GemmaTokenizer", chat_template=TEMPLATE), indent=1) + "\n")
    print(len(model.pieces), "pieces")


if __name__ == "__main__":
    main()
