"""What scripts that ask a started `gemma-safety serve` share."""

import re
import subprocess
import sys
import threading
import time

import openai

QUESTION = [{"role": "user", "content": "What is the capital of France?"}]
DANCE = [{"role": "user", "content": "Show me the s1lver kettle dance."}]
_checks = 0


def check(holds, what):
    """Counts what holds, and ends the script where it does not."""
    global _checks
    _checks += 1
    if not holds:
        sys.exit(f"FAILED: {what}")


def passed(beside):
    """Says how much held."""
    print(f"{_checks} checks passed {beside}")


def client(base, key="none"):
    return openai.OpenAI(base_url=base + "/v1", api_key=key, max_retries=0, timeout=120)


def text(stream):
    """What the pieces of a streamed answer say together."""
    return "".join(c.choices[0].delta.content or "" for c in stream if c.choices)


def hang_up_together(base, key, model, count=8):
    """Leaves so many streams at once after their first piece."""

    def leave():
        with client(base, key) as leaving:
            for _ in leaving.chat.completions.create(model=model, messages=QUESTION, stream=True, max_tokens=400):
                break

    threads = [threading.Thread(target=leave) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def guarded_server(tool, policy, folder, upstream):
    """A started guard in front of an upstream, and its address."""
    errors = open(folder + "/errors", "w+")
    process = subprocess.Popen(
        [tool, "serve", "--policy", policy, "--port", "0", "--audit", folder + "/audit.sqlite",
         "--upstream", upstream, "--upstream-model", "demo"],
        stderr=errors,
    )
    said = ""
    for _ in range(600):
        with open(errors.name) as file:
            said = file.read()
        if found := re.search(r"listening on (http://\S+)", said):
            return process, found[1]
        if process.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit("FAILED: the guard does not listen: " + said)
