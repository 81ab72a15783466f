"""Puts `gemma-safety serve` before llama.cpp's own server and asks it with OpenAI's Python package.

usage: llama_upstream.py TOOL MODEL.gguf POLICY.yaml

`silver kettle dance` is refused in prompts, `paris` and `united states` are redacted in answers by the policy. llama.cpp's server comes
from the package xllamacpp; it is asked directly too, so that what is let through is what it said. Ends with 0 where
every check holds.
"""

import re
import subprocess
import sys
import tempfile
import threading
import time

import openai

SERVER = """
import sys, xllamacpp
params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.port = 0
params.n_ctx = 4096
params.n_parallel = 4
params.warmup = False
params.cpuparams.n_threads = 1
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
"""
tool, model, policy = sys.argv[1:4]
question = [{"role": "user", "content": "What is the capital of France?"}]
dance = [{"role": "user", "content": "Show me the s1lver kettle dance."}]
settings = {"temperature": 0, "seed": 1, "max_tokens": 24}
checks = 0


def check(holds, what):
    global checks
    checks += 1
    if not holds:
        sys.exit(f"FAILED: {what}")


def client(base):
    return openai.OpenAI(base_url=base + "/v1", api_key="none", max_retries=0, timeout=120)


def guarded_server(folder, upstream):
    """A started guard in front of the upstream, and its address."""
    errors = open(folder + "/errors", "w+")
    process = subprocess.Popen(
        [tool, "serve", "--policy", policy, "--port", "0", "--audit", folder + "/audit.sqlite",
         "--upstream", upstream, "--upstream-model", "demo"],
        stderr=errors,
    )
    for _ in range(600):
        with open(errors.name) as file:
            said = file.read()
        if found := re.search(r"listening on (http://\S+)", said):
            return process, found[1]
        if process.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit("FAILED: the guard does not listen: " + said)


def redacted(text):
    return re.sub("paris|united states", "[CITY]", text, flags=re.IGNORECASE)


def text(stream):
    return "".join(c.choices[0].delta.content or "" for c in stream if c.choices)


def run(folder):
    llama = subprocess.Popen(
        [sys.executable, "-c", SERVER, model],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )
    upstream = llama.stdout.readline().strip()
    check(upstream.startswith("http://"), "llama.cpp's server starts")
    process, address = guarded_server(folder, upstream)
    try:
        ask(client(upstream), client(address))
        llama.kill()
        llama.wait()
        try:
            client(address).chat.completions.create(model="demo", messages=question, **settings)
            sys.exit("FAILED: an answer without a model")
        except openai.APIStatusError as error:
            check(error.status_code == 502, "a server that is gone is a bad gateway")
    finally:
        llama.kill()
        process.terminate()
        process.wait()
    verified = subprocess.run([tool, "audit", "verify", folder + "/audit.sqlite"], capture_output=True)
    check(verified.returncode == 0, "the log verifies")


def ask(direct, guarded):
    said = direct.chat.completions.create(model="demo", messages=question, **settings)
    wanted = redacted(said.choices[0].message.content)
    check("[CITY]" in wanted, "the model names the city, so that something is withheld")
    whole = guarded.chat.completions.create(model="demo", messages=question, **settings)
    check(whole.choices[0].message.content == wanted, "what is let through is what the model said")
    check(whole.choices[0].finish_reason == said.choices[0].finish_reason, "it ends as the model ended")
    check(whole.usage.completion_tokens == said.usage.completion_tokens, "tokens are the model's")
    streamed = guarded.chat.completions.create(model="demo", messages=question, stream=True, **settings)
    check(text(streamed) == wanted, "a streamed answer is the same")

    prompt = "The capital of France is"
    said = direct.completions.create(model="demo", prompt=prompt, **settings).choices[0].text
    went_on = guarded.completions.create(model="demo", prompt=prompt, **settings).choices[0].text
    check("[CITY]" in went_on and went_on == redacted(said), "completions go on with the text as it stands")

    refused = guarded.chat.completions.create(model="demo", messages=dance).choices[0]
    check(refused.finish_reason == "content_filter" and refused.message.refusal, "a prompt is refused")
    tools = [{"type": "function", "function": {"name": "boil", "description": "Boils water.", "parameters": {
        "type": "object", "properties": {"litres": {"type": "integer"}}}}}]
    answer = guarded.chat.completions.create(model="demo", messages=question, tools=tools, **settings)
    check(answer.choices[0].finish_reason in ("stop", "length", "tool_calls"), "tools are handed on")
    try:
        guarded.chat.completions.create(model="demo", messages=[{"role": "user", "content": "tea " * 20_000}])
        sys.exit("FAILED: a conversation past the model's room was answered")
    except openai.BadRequestError:
        check(True, "what the model's server refuses is the client's mistake")

    def hang_up():
        for _ in guarded.chat.completions.create(model="demo", messages=question, stream=True, max_tokens=400):
            break

    threads = [threading.Thread(target=hang_up) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    again = guarded.chat.completions.create(model="demo", messages=question, **settings)
    check(again.choices[0].message.content == wanted, "others who hung up change no answer")


with tempfile.TemporaryDirectory() as folder:
    run(folder)
print(f"{checks} checks passed with llama.cpp behind the guard")
