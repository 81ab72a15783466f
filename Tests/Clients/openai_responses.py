"""What `openai_client.py` asks of the Responses interface."""

import sys

import openai
from guarded import DANCE, QUESTION, check

ASKED, REFUSED = QUESTION[0]["content"], DANCE[0]["content"]
#: The package knows no seed there; it goes along as any field of the body.
SETTINGS = {"max_output_tokens": 24, "extra_body": {"seed": 1}}


def ask(client, model, text):
    """Asks as for a chat, whose answer is given, and expects the same."""
    whole = client.responses.create(model=model, input=ASKED, **SETTINGS)
    check(whole.output_text == text, "a response is the answer of a chat")
    check(whole.status == "completed" and whole.id.startswith("resp_"), "it says that it is complete")
    check(whole.usage.input_tokens > 0 and whole.usage.output_tokens > 0, "tokens of responses are counted")
    check(whole.model_extra["x_guard"]["action"] == "redact", "the guard says what it did to a response")

    with client.responses.stream(model=model, input=ASKED, **SETTINGS) as events:
        seen = list(events)
        final = events.get_final_response()
    streamed = "".join(e.delta for e in seen if e.type == "response.output_text.delta")
    check(streamed == text and final.output_text == text, "the package puts a streamed response together")
    check([e.sequence_number for e in seen] == list(range(len(seen))), "events of a response are numbered")
    check(seen[-1].type == "response.completed", "a streamed response says that it is complete")

    turns = [*QUESTION, *(item.model_dump(exclude_none=True) for item in whole.output), *QUESTION]
    again = client.responses.create(model=model, input=turns, instructions="Be brief.", max_output_tokens=4)
    check(again.usage.input_tokens > whole.usage.input_tokens, "its items go back as turns")

    refused = client.responses.create(model=model, input=REFUSED)
    part = refused.output[0].content[0]
    check(part.type == "refusal" and part.refusal, "a refused prompt is answered with a refusal")
    check(refused.output_text == "" and refused.status == "completed", "which is no text of the model")
    said = [e for e in client.responses.create(model=model, input=REFUSED, stream=True) if "refusal" in e.type]
    check(said[-1].type == "response.refusal.done" and said[-1].refusal == part.refusal, "streamed as well")

    short = client.responses.create(model=model, input=ASKED, max_output_tokens=2)
    check(short.incomplete_details.reason == "max_output_tokens", "an answer that is too long is incomplete")
    _ask_wrongly(client, model)


def _ask_wrongly(client, model):
    tools = [{"type": "function", "name": "boil", "parameters": {}, "strict": None}]
    image = {"role": "user", "content": [{"type": "input_image", "image_url": "data:image/png;base64,AAAA"}]}
    for wrong, field in [
        ({"tools": tools}, "tools"),
        ({"tools": [{"type": "web_search"}]}, "tools[0].type"),
        ({"previous_response_id": "resp_1"}, "previous_response_id"),
        ({"background": True}, "background"),
        ({"temperature": 9}, "temperature"),
        ({"input": [image]}, "input[0].content[0].type"),
    ]:
        try:
            client.responses.create(**{"model": model, "input": ASKED, **wrong})
            sys.exit(f"FAILED: {field} was taken")
        except openai.BadRequestError as error:
            check(error.param == field, f"{field} is named, not {error.param}")
    try:
        client.responses.create(model=model, input="tea " * 20_000)
        sys.exit("FAILED: a long input was answered")
    except openai.BadRequestError as error:
        check(error.code == "context_length_exceeded", "a long input is told apart")
    for lost in (client.responses.retrieve, client.responses.delete):
        try:
            lost("resp_0123456789abcdef")
            sys.exit("FAILED: a response was kept")
        except openai.NotFoundError as error:
            check("keeps no responses" in error.message, "it is said that nothing is kept")
