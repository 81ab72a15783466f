"""Asks a started `gemma-safety serve` with OpenAI's own Python package, as an application would.

usage: openai_client.py BASE_URL [KEY]

The server has the shipped demonstration model under the policy that the test writes beside it:
`silver kettle dance` is refused in prompts, `paris` and `united states` are redacted in answers. Ends with 0 where every
check holds.
"""

import json
import sys
import urllib.request

import guarded
import openai
import openai_responses
from guarded import DANCE as dance
from guarded import QUESTION as question
from guarded import check

base_url = sys.argv[1]
key = sys.argv[2] if len(sys.argv) > 2 else "none"
client = guarded.client(base_url, key)


def fails(kind, what, **request):
    try:
        client.chat.completions.create(**request)
    except kind as error:
        check(isinstance(error.body, dict) and error.body.get("message"), what + ": no message")
        return error
    sys.exit(f"FAILED: {what}: no error")


model = client.models.list().data[0].id
check(client.models.retrieve(model).id == model, "the model is found by its name")

whole = client.chat.completions.create(model=model, messages=question, max_tokens=24, seed=1)
text = whole.choices[0].message.content
check(text and "Paris" not in text and "[CITY]" in text, "what a rule withholds is redacted")
check(whole.choices[0].message.refusal is None, "an answer is no refusal")
check(whole.usage.prompt_tokens > 0 and whole.usage.completion_tokens > 0, "tokens are counted")
check(whole.model_extra["x_guard"]["action"] == "redact", "the guard says what it did")

stream = client.chat.completions.create(
    model=model,
    messages=question,
    max_tokens=24,
    seed=1,
    stream=True,
    stream_options={"include_usage": True},
)
chunks = list(stream)
check(guarded.text(chunks) == text, "a streamed answer is the same as a whole one")
check(chunks[-1].usage.total_tokens == whole.usage.total_tokens, "usage comes last")
check([c.choices[0].finish_reason for c in chunks if c.choices][-1] is not None, "it has an end")

with client.chat.completions.with_streaming_response.create(
    model=model, messages=question, max_tokens=4
) as response:
    check(len(response.headers["x-guard-decision-id"]) == 16, "the decision has an id")
    check(response.request_id == response.headers["x-guard-decision-id"], "and it is the request's")
with client.chat.completions.stream(model=model, messages=question, max_tokens=24, seed=1) as events:
    kinds = {event.type for event in events}
    final = events.get_final_completion().choices[0]
check(final.message.content == text and "content.delta" in kinds, "the package puts a stream together")

refused = client.chat.completions.create(model=model, messages=dance).choices[0]
check(refused.finish_reason == "content_filter", "a refusal is told apart from an answer")
check(refused.message.refusal == refused.message.content, "a refusal is one")
last = list(client.chat.completions.create(model=model, messages=dance, stream=True))[-1]
check(last.choices[0].finish_reason == "content_filter", "a streamed refusal as well")

try:
    with client.chat.completions.stream(model=model, messages=dance) as events:
        events.get_final_completion()
    sys.exit("FAILED: a refusal passed for an answer")
except openai.ContentFilterFinishReasonError:
    check(True, "the package tells a refusal that it puts together")

several = client.chat.completions.create(model=model, messages=question, n=2, max_tokens=4)
check([c.index for c in several.choices] == [0, 1], "several answers")

completion = client.completions.create(model=model, prompt="The capital of France is", max_tokens=24)
check("[CITY]" in completion.choices[0].text, "a text that is to go on is guarded too")
streamed = client.completions.create(model=model, prompt="Hello", max_tokens=4, stream=True)
check(all(c.object == "text_completion" for c in streamed), "completions are streamed too")

moderation = client.moderations.create(input=["tea", "the silver kettle dance"])
check([r.flagged for r in moderation.results] == [False, True], "moderation")
check(moderation.results[1].categories.violence is True, "categories by OpenAI's names")
check(moderation.results[0].category_scores.hate == 0, "scores")

fails(openai.NotFoundError, "an unknown model", model="other", messages=question)
fails(openai.BadRequestError, "no messages", model=model, messages=[])
fails(openai.BadRequestError, "a hot temperature", model=model, messages=question, temperature=9)
fails(openai.BadRequestError, "logprobs", model=model, messages=question, logprobs=True)
tools = [{"type": "function", "function": {"name": "boil", "parameters": {}}}]
error = fails(openai.BadRequestError, "tools of a model without", model=model, messages=question, tools=tools)
check(error.param == "tools", "the field at fault is named")
image = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
fails(openai.BadRequestError, "images", model=model, messages=[{"role": "user", "content": [image]}])
error = fails(openai.BadRequestError, "a long text", model=model, messages=[{"role": "user", "content": "tea " * 20_000}])
check(error.code == "context_length_exceeded", "a conversation past the model's room is told apart")
openai_responses.ask(client, model, text)
many = [{"role": "user", "content": "x"}] * 10_000
fails(openai.BadRequestError, "10,000 turns", model=model, messages=many)
if len(sys.argv) > 2:
    try:
        guarded.client(base_url, "wrong").models.list()
        sys.exit("FAILED: a wrong key was let in")
    except openai.AuthenticationError:
        check(True, "a wrong key is refused")

guarded.hang_up_together(base_url, key, model)
again = client.chat.completions.create(model=model, messages=question, max_tokens=24, seed=1)
check(again.choices[0].message.content == text, "others who hung up change no answer")


def get(path):
    """The body of a page of the server that the package knows nothing of."""
    request = urllib.request.Request(base_url + path, headers={"authorization": f"Bearer {key}"})
    with urllib.request.urlopen(request) as response:
        return response.read().decode()


decision = whole.model_extra["x_guard"]["decision_id"]
found = json.loads(get(f"/v1/guard/decisions/{decision}"))
check([d["stage"] for d in found["decisions"]] == ["prompt", "output"], "decisions are found")
check("Paris" not in json.dumps(found), "decisions hold no text")
metrics = get("/metrics")
check("guard_decisions_total{" in metrics and "guard_audit_dropped_total 0" in metrics, "metrics")
guarded.passed(f"with openai {openai.__version__}")
