"""Puts `gemma-safety serve` before a server of llama.cpp and asks it with OpenAI's Python package.

usage: llama_upstream.py TOOL MODEL.gguf POLICY.yaml [xllamacpp | llama_cpp]

`silver kettle dance` is refused in prompts, `paris` and `united states` are redacted in answers by the policy. The server
is llama.cpp's own, from the package xllamacpp, or that of llama-cpp-python, which is another program over the
same library. It is asked directly too, so that what is let through is what it said. Ends with 0 where every
check holds.
"""

import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import guarded
import openai
from guarded import DANCE as dance
from guarded import QUESTION as question
from guarded import check, client, text

OWN_SERVER = """
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
kind = sys.argv[4] if len(sys.argv) > 4 else "xllamacpp"
settings = {"temperature": 0, "seed": 1, "max_tokens": 24}


def own_server():
    """llama.cpp's own server, and its address."""
    process = subprocess.Popen(
        [sys.executable, "-c", OWN_SERVER, model],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )
    return process, process.stdout.readline().strip()


def python_server():
    """The server of llama-cpp-python, and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "llama_cpp.server", "--model", model, "--port", str(port), "--n_ctx", "4096",
         "--n_threads", "1", "--model_alias", "demo", "--verbose", "False", "--interrupt_requests", "False"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            urllib.request.urlopen(address + "/v1/models").close()
            return process, address
        except (urllib.error.URLError, ConnectionError):
            if process.poll() is not None:
                break
            time.sleep(0.1)
    return process, ""


def redacted(text):
    return re.sub("paris|united states", "[CITY]", text, flags=re.IGNORECASE)


def run(folder):
    llama, upstream = python_server() if kind == "llama_cpp" else own_server()
    check(upstream.startswith("http://"), "the server of llama.cpp starts")
    process, address = guarded.guarded_server(tool, policy, folder, upstream)
    try:
        ask(client(upstream), client(address))
        wanted = said(client(address))
        guarded.hang_up_together(address, "none", "demo")
        check(said(client(address)) == wanted, "others who hung up change no answer")
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


def said(server):
    """What a server answers to the question."""
    return server.chat.completions.create(model="demo", messages=question, **settings).choices[0].message.content


def ask(direct, behind):
    said = direct.chat.completions.create(model="demo", messages=question, **settings)
    wanted = redacted(said.choices[0].message.content)
    check("[CITY]" in wanted, "the model names the city, so that something is withheld")
    whole = behind.chat.completions.create(model="demo", messages=question, **settings)
    check(whole.choices[0].message.content == wanted, "what is let through is what the model said")
    check(whole.choices[0].finish_reason == said.choices[0].finish_reason, "it ends as the model ended")
    # The server of llama-cpp-python counts no tokens in streams, which is what the guard asks for.
    wanted_count = 0 if kind == "llama_cpp" else said.usage.completion_tokens
    check(whole.usage.completion_tokens == wanted_count, "tokens are the model's, or nobody's")
    check(whole.x_guard["tokens_counted"] == (kind != "llama_cpp"), "it is said whether somebody counted")
    streamed = behind.chat.completions.create(model="demo", messages=question, stream=True, **settings)
    check(text(streamed) == wanted, "a streamed answer is the same")
    more = {key: value for key, value in settings.items() if key != "max_tokens"}
    response = behind.responses.create(
        model="demo", input=question, max_output_tokens=settings["max_tokens"], extra_body={"seed": more.pop("seed")}, **more
    )
    check(response.output_text == wanted, "a response is the same")

    prompt = "The capital of France is"
    said = direct.completions.create(model="demo", prompt=prompt, **settings).choices[0].text
    went_on = behind.completions.create(model="demo", prompt=prompt, **settings).choices[0].text
    check("[CITY]" in went_on and went_on == redacted(said), "completions go on with the text as it stands")

    refused = behind.chat.completions.create(model="demo", messages=dance).choices[0]
    check(refused.finish_reason == "content_filter" and refused.message.refusal, "a prompt is refused")
    tools = [{"type": "function", "function": {"name": "boil", "description": "Boils water.", "parameters": {
        "type": "object", "properties": {"litres": {"type": "integer"}}}}}]
    answer = behind.chat.completions.create(model="demo", messages=question, tools=tools, **settings)
    check(answer.choices[0].finish_reason in ("stop", "length", "tool_calls"), "tools are handed on")
    try:
        behind.chat.completions.create(model="demo", messages=[{"role": "user", "content": "tea " * 20_000}])
        sys.exit("FAILED: a conversation past the model's room was answered")
    except openai.APIStatusError as error:
        # llama-cpp-python's server begins to stream before it looks, and breaks off.
        wanted_status = 502 if kind == "llama_cpp" else 400
        check(error.status_code == wanted_status, "a conversation past the model's room is refused")
        check(error.status_code != 400 or error.code == "context_length_exceeded", "and it is said why")


with tempfile.TemporaryDirectory() as folder:
    run(folder)
guarded.passed(f"with {kind} behind the guard")
