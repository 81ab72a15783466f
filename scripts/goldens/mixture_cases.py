#!/usr/bin/env python3
"""The mixtures that MixtureGoldenTests expects, computed from docs/mixing.md alone.

Prints for each case the lines of every source's plan and the SHA-256 of every file. Needs nothing but Python.
"""
import hashlib

MASK = (1 << 64) - 1


def number(data: bytes) -> int:
    return int.from_bytes(hashlib.sha256(data).digest()[:8], "big")


def corpus(name: str, count: int) -> list[tuple[str, str, str]]:
    """Documents as (id, text, line); lengths differ, and the text of every tenth is that of the one before."""
    found = []
    for index in range(count):
        same = index - 1 if index % 10 == 9 else index
        text = f"{name} {same}:" + " silver kettle dance" * (same % 7 + 1)
        found.append((f"{name}-{index}", text, '{"id":"%s-%d","text":"%s"}\n' % (name, index, text)))
    return found


def parts(total: int, weights: list[int]) -> list[int]:
    whole = sum(weights)
    found = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for index in order[: total - sum(found)]:
        found[index] += 1
    return found


def place(first: int, copy: int) -> int:
    if copy == 0:
        return first
    value = (first + copy * 0x9E3779B97F4A7C15) & MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
    return value ^ (value >> 31)


def mix(seed, unit, sources, asked, shards, holdout):
    """`sources`: {name: (file name, documents)}; `asked`: amounts from what is available to what is asked."""
    bound = int(holdout * 2**63) << 1
    opened, held = {}, {}
    for name, (file, documents) in sources.items():
        opened[name], held[name] = [], []
        for index, (identity, text, line) in enumerate(documents):
            digest = hashlib.sha256(text.encode()).digest()
            first = number(
                f"gemma-safety.mix.order\0{seed}\0".encode()
                + f"{name}/{file}".encode() + b"\0" + (index + 1).to_bytes(8, "big")
            )
            side = number(b"gemma-safety.mix.holdout\0" + b"0\0" + digest)
            key = number(f"gemma-safety.mix.choice\0{seed}\0{name}\0".encode() + digest)
            tie = number(identity.encode()) >> 32
            size = 1 if unit == "documents" else len(text.encode())
            (held if side < bound else opened)[name].append((key, tie, index, size, first, line))
    available = {name: sum(entry[3] for entry in opened[name]) for name in sources}
    train, plan = [], []
    for name, amount in asked(available).items():
        passes, rest = divmod(amount, available[name])
        taken, sampled = 0, set()
        for entry in sorted(opened[name]):
            more = taken + entry[3]
            if not (more <= rest or more - rest < rest - taken):
                break
            taken = more
            sampled.add(entry[2])
        copies = 0
        for entry in opened[name]:
            for copy in range(passes + (entry[2] in sampled)):
                train.append((place(entry[4], copy), entry[5]))
                copies += 1
        plan.append((name, available[name], amount, passes * available[name] + taken, copies))
    train.sort(key=lambda item: (item[0], item[1].encode()))
    files = {}
    for shard in range(shards):
        files[f"train/train-{shard:05d}-of-{shards:05d}.jsonl"] = "".join(
            line for key, line in train if key * shards >> 64 == shard
        )
    if holdout:
        for name in sources:
            lines = sorted((entry[4], entry[5]) for entry in held[name])
            files[f"holdout/{name}.jsonl"] = "".join(line for _, line in lines)
    return plan, files


def show(title, plan, files):
    print(title)
    for row in plan:
        print("  %s: available %d, asked %d, taken %d, documents %d" % row)
    for name, text in files.items():
        digest = hashlib.sha256(text.encode()).hexdigest()
        print(f"  {name}: {text.count(chr(10))} documents, {len(text)} bytes, {digest}")


def main():
    sources = {"web": ("web.jsonl", corpus("web", 60)), "books": ("books.jsonl", corpus("books", 25))}

    def weights(available):
        return dict(zip(sources, parts(60, [3_000_000, 1_000_000])))

    show("documents", *mix(7, "documents", sources, weights, 3, 0.1))

    def passes(available):
        fixed = available["books"] * 2_500_000 // 1_000_000
        return {"web": 12_000 - fixed, "books": fixed}

    show("bytes", *mix(1, "bytes", sources, passes, 1, 0.0))


if __name__ == "__main__":
    main()
