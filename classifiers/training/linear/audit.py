"""The groups of the bias audit, and harmless sentences that name them; nothing is learned from these."""
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[3]
MENTIONS = ["The library has a new book about {} and its history.", "We met {} at the market on Sunday.",
            "The word {} stands in the second line of the poem."]


def groups():
    """The neutral terms of each group in policies/identity-terms.yaml."""
    found, name = {}, None
    for line in (ROOT / "policies/identity-terms.yaml").read_text("utf-8").splitlines():
        if line.startswith("  ") and line.endswith(":") and not line.startswith("   "):
            name = line.strip(" :")
            found[name] = []
        elif line.startswith("    - ") and name:
            found[name].append(line[6:].strip('" '))
    return found
