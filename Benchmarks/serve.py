"""Times `gemma-safety serve` in front of a made-up upstream that streams tokens.

usage: serve.py [--streams 64] [--tokens 400] [--decisions 20000]

What is measured, each on the machine's own cores beside its load:
  - cost of a streamed token: CPU time of the server over tokens, behind the guard, less that of a
    policy without rules, which is what HTTP alone costs;
  - time to the first token through the server, less that of the upstream asked directly;
  - memory of the server at all streams at once;
  - decisions a second at /v1/guard/check with `ab` (apache2-utils), each on the disk before its
    answer, over connections that are kept and over one for each, and whether all of them are in the
    log, and it verifies, after SIGKILL;
  - tokens a second of the shipped demonstration model for several callers at once.
"""

import argparse
import asyncio
import json
import os
import re
import signal
import statistics
import subprocess
import tempfile
import time

TOOL = ".build/release/gemma-safety"
SENTENCE = (
    "To descale a kettle, fill it halfway with equal parts of water and white vinegar, bring it to the "
    "boil, and let it stand for about an hour. In 2023 a survey of 1,204 households found that most "
    "people do this two or three times a year; see the silver spoon on page 12. "
)


def words(count):
    """Made-up words, the same each time."""
    syllables = ["ket", "tle", "spo", "on", "sil", "ver", "cup", "per", "la", "dle", "wal", "tz"]
    return ["".join(syllables[(n // d + i * 5) % 12] for i, d in enumerate((1, 12, 144))) for n in range(count)]


def material():
    """1,000 phrases and 20 patterns, those of the guard's own benchmark."""
    w = words(32_000)
    phrases = [f"{w[i]} {w[i * 7 + 3]} {w[i * 31 + 1]}" for i in range(1000)]
    return phrases, [rf"\b{w[i * 13]}-[0-9]{{2,6}}[a-z]?\b" for i in range(20)]


def policy(rules):
    """1,000 phrases and 20 patterns that are redacted, as in the guard's own benchmark; or nothing."""
    if not rules:
        return "schema: gemma-safety/policy/1\nname: none\nversion: 1.0.0\n"
    phrases, patterns = map(json.dumps, material())
    return (
        "schema: gemma-safety/policy/1\nname: benchmark\nversion: 1.0.0\ndetectors:\n"
        f"  phrases: {{kind: lexicon, phrases: {phrases}}}\n"
        f"  patterns: {{kind: pattern, patterns: {patterns}}}\nrules:\n"
        "  - {id: phrases, stage: output, if: hit(phrases), action: redact}\n"
        "  - {id: patterns, stage: output, if: hit(patterns), action: redact}\n"
    )


def tokens(count):
    """Pieces of about four characters, as models have them."""
    text = SENTENCE * (count * 5 // len(SENTENCE) + 1)
    found = re.findall(r" ?\S{1,4}", text)
    return found[:count]


async def upstream(pieces, pause):
    """A server that streams the pieces, `pause` seconds apart, and keeps connections as model servers do."""

    def event(text):
        data = b"data: " + text.encode() + b"\n\n"
        return b"%x\r\n%b\r\n" % (len(data), data)

    async def answer(reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        await reader.readexactly(int(re.search(rb"content-length: (\d+)", head)[1]))
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
        for piece in pieces:
            delta = {"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]}
            writer.write(event(json.dumps(delta)))
            await writer.drain()
            if pause:
                await asyncio.sleep(pause)
        writer.write(event('{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}') + event("[DONE]") + b"0\r\n\r\n")
        await writer.drain()
        return b"connection: close" not in head

    async def serve(reader, writer):
        try:
            while await answer(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # gone, or the benchmark is over
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    return server, server.sockets[0].getsockname()[1]


async def ask(port):
    """One streamed answer: seconds to the first text, and its characters."""
    body = json.dumps({"model": "m", "messages": [{"role": "user", "content": "Tea?"}], "stream": True}).encode()
    start = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        b"POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nconnection: close\r\n"
        b"content-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(body) + body
    )
    first, size = None, 0
    while line := await reader.readline():
        if first is None and b'"content":"' in line.replace(b'": "', b'":"') and b'"content":""' not in line:
            first = time.perf_counter() - start
        size += len(line)
    writer.close()
    return first, size


class Server:
    """A started `serve` in a folder of its own."""

    def __init__(self, folder, name, rules, upstream_port, *more):
        self.folder = folder
        self.audit = os.path.join(folder, name + ".sqlite")
        path = os.path.join(folder, name + ".yaml")
        with open(path, "w") as file:
            file.write(policy(rules))
        self.errors = open(os.path.join(folder, name + ".err"), "w+")
        self.process = subprocess.Popen(
            [TOOL, "serve", "--policy", path, "--audit", self.audit, "--port", "0",
             "--max-concurrent", "256", *more]
            + (["--upstream", f"http://127.0.0.1:{upstream_port}"] if upstream_port else []),
            stderr=self.errors,
        )
        while not (found := re.search(r"listening on http://127.0.0.1:(\d+)", self.said())):
            if self.process.poll() is not None:
                raise SystemExit(self.said())
            time.sleep(0.02)
        self.port = int(found[1])

    def said(self):
        with open(self.errors.name) as file:
            return file.read()

    def cpu(self):
        """Seconds of CPU time so far."""
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self, field="VmRSS"):
        with open(f"/proc/{self.process.pid}/status") as file:
            return int(re.search(field + r":\s+(\d+)", file.read())[1]) / 1024

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        self.process.wait()


async def streams(folder, arguments):
    pieces = tokens(arguments.tokens)
    source, port = await upstream(pieces, 0.01)
    costs = {}
    for name in ("none", "guarded"):
        server = Server(folder, name, name == "guarded", port)
        await ask(server.port)
        cpu, peak = server.cpu(), 0
        waiting = [asyncio.create_task(ask(server.port)) for _ in range(arguments.streams)]
        await asyncio.sleep(1.5)
        peak = server.memory()
        await asyncio.gather(*waiting)
        costs[name] = (server.cpu() - cpu) / (arguments.streams * len(pieces)) * 1e6
        if name == "guarded":
            print(f"memory at {arguments.streams} streams: {peak:.0f} MB, at most {server.memory('VmHWM'):.0f} MB")
        server.end()
    source.close()
    print(
        f"a streamed token at {arguments.streams} streams: {costs['guarded']:.0f} us of CPU time, of which the "
        f"policy takes {costs['guarded'] - costs['none']:.0f} us and HTTP {costs['none']:.0f} us"
    )


async def first_token(folder):
    source, port = await upstream(tokens(20), 0)
    server = Server(folder, "first", True, port)
    added = []
    for _ in range(20):
        await ask(server.port)
    for _ in range(300):
        direct, _ = await ask(port)
        guarded, _ = await ask(server.port)
        added.append((guarded - direct) * 1e3)
    added.sort()
    print(
        f"time to the first token: {statistics.median(added):.2f} ms more at p50, "
        f"{added[int(len(added) * 0.95)]:.2f} ms at p95"
    )
    server.end()
    source.close()


def decisions(folder, arguments):
    server = Server(folder, "decisions", True, 9)
    body = os.path.join(folder, "body.json")
    with open(body, "w") as file:
        json.dump({"input": "What is a kettle?"}, file)
    complete, failed, rates = 0, 0, {}
    # HTTP/1.0, so that the end of an answer is the end of its connection where none is kept.
    for name, options in (("kept", ["-k"]), ("new", ["-H", "Connection: close"])):
        result = subprocess.run(
            ["ab", "-q", *options, "-c", "64", "-n", str(arguments.decisions), "-p", body,
             "-T", "application/json", f"http://127.0.0.1:{server.port}/v1/guard/check"],
            capture_output=True, text=True, check=True,
        ).stdout
        complete += int(re.search(r"Complete requests:\s+(\d+)", result)[1])
        failed += int(re.search(r"Non-2xx responses:\s+(\d+)", result)[1]) if "Non-2xx" in result else 0
        rates[name] = float(re.search(r"Requests per second:\s+([\d.]+)", result)[1])
    server.end(signal.SIGKILL)
    verified = subprocess.run([TOOL, "audit", "verify", server.audit], capture_output=True).returncode == 0
    export = subprocess.run([TOOL, "audit", "export", "--audit", server.audit], capture_output=True, text=True)
    recorded = export.stdout.count('"kind":"guard.decision"')
    print(
        f"decisions: {rates['kept']:.0f} a second over kept connections, {rates['new']:.0f} with one each, "
        f"{complete} answered, {failed} refused; after SIGKILL {recorded} in the "
        f"log, which {'verifies' if verified else 'DOES NOT VERIFY'}"
    )
    if recorded < complete - failed or not verified:
        raise SystemExit("a decision that was answered is not in the log")


async def native(folder):
    server = Server(folder, "native", False, None)
    body = json.dumps({"messages": [{"role": "user", "content": "What is a kettle?"}], "max_tokens": 64}).encode()

    async def whole():
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(
            b"POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nconnection: close\r\n"
            b"content-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(body) + body
        )
        answer = await reader.read()
        writer.close()
        return json.loads(answer.split(b"\r\n\r\n", 1)[1])["usage"]["completion_tokens"]

    await whole()
    for callers in (1, 4, 16):
        start = time.perf_counter()
        made = 0
        for _ in range(48 // callers):
            made += sum(await asyncio.gather(*[whole() for _ in range(callers)]))
        print(f"the demonstration model, {callers} callers: {made / (time.perf_counter() - start):.0f} tokens a second")
    server.end()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--streams", type=int, default=64)
    parser.add_argument("--tokens", type=int, default=400)
    parser.add_argument("--decisions", type=int, default=20_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(streams(folder, arguments))
        asyncio.run(first_token(folder))
        decisions(folder, arguments)
        asyncio.run(native(folder))


if __name__ == "__main__":
    main()
