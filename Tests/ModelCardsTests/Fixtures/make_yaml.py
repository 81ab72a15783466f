"""Writes pyyaml.json: texts and numbers with the YAML that PyYAML makes of them, as the Hub's client calls it."""
import json, random, sys
import yaml

texts = ["", " ", "a", "yes", "No", "on", "OFF", "~", "null", "Null", "true", "1", "012", "0x1f", ".5", "+1", "1_000",
         "12:30", "1.0", "1e3", "1e+3", "1.5e+3", "1.5e3", "2026-01-31", "2026-1-3", "2026-01-31T12:00:00Z", "a: b", "a:b", "a:",
         "a #b", "a#b", "#a", "- a", "-a", "-", "--", "---", "--- a", "...", "? a", "?a", "*a", "&a", "!a", "%a", "@a", "`a",
         "'a'", "\"a\"", "{a}", "[a]", "a, b", "a [b]", "| a", "> a", "=", "<<", "a'b", "a' b: c", " a", "a ", "a  b",
         "silver kettle", "Größe 5 µm", "日本語", "emoji 🫖", "tab\tend", "back\\slash", ".inf", "-.inf", ".nan", "0b11",
         "0o17", "1:20:30", "1:2.5", "a\u00a0b", "\ufeffa", "e" * 100, "%", "~a", "a%", "a@b.org", "https://example.org/a#b",
         "sha256:" + "ab" * 32, "45.13 to 48.30", "accuracy (%)"]
words = ["silver", "kettle", "dance", "a:", "b", "'quoted'", "#", "long-" * 6, "x: y", "", "é"]
random.seed(7)
for _ in range(300):
    texts.append(" ".join(random.choice(words) for _ in range(random.randint(2, 60))))
for _ in range(200):
    texts.append("".join(random.choice("ab: #'\"-?,[]{}&*!|>%@`.0123eE+_~=\\") for _ in range(random.randint(1, 12))))
numbers = [0.0, 1.0, 44.84, 45.2, 1e-7, 1.5e-7, 1e16, 1.5e300, 0.1, -2.5, 123456789.125, 1e22, 5e-324]
dump = lambda v: yaml.dump(v, sort_keys=False, allow_unicode=True).rstrip("\n")
cases = [{"text": t, "key": dump({"k": t}), "item": dump({"k": [{"a": [t, "b"]}]})} for t in texts]
figures = [{"number": repr(n), "key": dump({"k": n})} for n in numbers]
json.dump({"texts": cases, "numbers": figures}, open(sys.argv[1], "w"), ensure_ascii=True, indent=0)
