"""Asks a started `gemma-safety serve` through frameworks that speak OpenAI's interface, as far as they are installed.

usage: frameworks.py BASE_URL

The server has the shipped demonstration model under the policy of `openai_client.py`. Each framework asks for an answer
that is redacted, whole and, where it can, streamed, and for one that is refused. No test runs it, since the packages
are many: `pip install langchain-openai litellm …`. Ends with 0 where every check holds.
"""

import asyncio
import importlib
import os
import sys

from guarded import DANCE, QUESTION, check, passed

BASE = sys.argv[1] + "/v1"
MODEL = "gemma-demo"
ASKED, REFUSED = QUESTION[0]["content"], DANCE[0]["content"]
os.environ.update(OPENAI_API_KEY="none", OPENAI_BASE_URL=BASE, LITELLM_LOCAL_MODEL_COST_MAP="True")


def langchain_openai(package):
    chat = package.ChatOpenAI(model=MODEL, base_url=BASE, api_key="none", max_tokens=24)
    return chat.invoke(ASKED).content, "".join(c.content for c in chat.stream(ASKED)), lambda: chat.invoke(REFUSED).content


def litellm(package):
    def ask(text, **more):
        messages = [{"role": "user", "content": text}]
        return package.completion(
            model="openai/" + MODEL, api_base=BASE, api_key="none", messages=messages, max_tokens=24, **more
        )

    pieces = ask(ASKED, stream=True, stream_options={"include_usage": True})
    streamed = "".join(c.choices[0].delta.content or "" for c in pieces if c.choices)
    return ask(ASKED).choices[0].message.content, streamed, lambda: ask(REFUSED).choices[0].message.content


def pydantic_ai(package):
    models = importlib.import_module("pydantic_ai.models.openai")
    agent = package.Agent(models.OpenAIChatModel(MODEL), model_settings={"max_tokens": 24})

    async def stream():
        async with agent.run_stream(ASKED) as result:
            return "".join([text async for text in result.stream_text(delta=True)])

    return agent.run_sync(ASKED).output, asyncio.run(stream()), lambda: agent.run_sync(REFUSED).output


def agents(package):
    from openai import AsyncOpenAI

    package.set_tracing_disabled(True)

    def run(text):
        model = package.OpenAIChatCompletionsModel(MODEL, AsyncOpenAI(base_url=BASE, api_key="none"))
        agent = package.Agent(name="a", model=model, model_settings=package.ModelSettings(max_tokens=24))
        return asyncio.run(package.Runner.run(agent, text)).final_output

    return run(ASKED), None, lambda: run(REFUSED)


def pydantic_ai_responses(package):
    agent = package.Agent("openai-responses:" + MODEL, model_settings={"max_tokens": 24})

    async def stream():
        async with agent.run_stream(ASKED) as result:
            return "".join([text async for text in result.stream_text(delta=True)])

    return agent.run_sync(ASKED).output, asyncio.run(stream()), lambda: agent.run_sync(REFUSED).output


def agents_responses(package):
    package.set_tracing_disabled(True)
    agent = package.Agent(name="a", model=MODEL, model_settings=package.ModelSettings(max_tokens=24))

    async def stream():
        result = package.Runner.run_streamed(agent, ASKED)
        async for _ in result.stream_events():
            pass
        return result.final_output

    def run(text):
        return asyncio.run(package.Runner.run(agent, text)).final_output

    return run(ASKED), asyncio.run(stream()), lambda: run(REFUSED)


def langchain_openai_responses(package):
    chat = package.ChatOpenAI(model=MODEL, base_url=BASE, api_key="none", max_tokens=24, use_responses_api=True)
    streamed = "".join(c.text for c in chat.stream(ASKED))
    return chat.invoke(ASKED).text, streamed, lambda: str(chat.invoke(REFUSED).content)


def llama_index(_):
    package = importlib.import_module("llama_index.llms.openai_like")
    chat = package.OpenAILike(model=MODEL, api_base=BASE, api_key="none", is_chat_model=True, max_tokens=24)
    streamed = "".join(c.delta or "" for c in chat.stream_complete(ASKED))
    return chat.complete(ASKED).text, streamed, lambda: chat.complete(REFUSED).text


def huggingface_hub(package):
    chat = package.InferenceClient(base_url=BASE, api_key="none")

    def ask(messages, **more):
        return chat.chat_completion(messages, model=MODEL, max_tokens=24, **more)

    streamed = "".join(c.choices[0].delta.content or "" for c in ask(QUESTION, stream=True))
    return ask(QUESTION).choices[0].message.content, streamed, lambda: ask(DANCE).choices[0].message.content


def dspy(package):
    chat = package.LM("openai/" + MODEL, api_base=BASE, api_key="none", cache=False, max_tokens=24)
    return chat(ASKED)[0], None, lambda: chat(REFUSED)[0]


def refusal(ask):
    """What a refused prompt gives: an answer, or what the framework raises."""
    try:
        return ask()
    except Exception as error:  # Each framework has a class of its own.
        return str(error)


tried = []
for ask in (
    langchain_openai, langchain_openai_responses, litellm, pydantic_ai, pydantic_ai_responses, agents, agents_responses,
    llama_index, huggingface_hub, dspy,
):
    name = ask.__name__
    try:
        package = importlib.import_module(name.removesuffix("_responses"))
    except ImportError:
        continue
    whole, streamed, refused = ask(package)
    check("[CITY]" in whole and "Paris" not in whole, f"{name}: what a rule withholds is redacted")
    check(streamed in (None, whole), f"{name}: a streamed answer is the same")
    check("I cannot help with that" in refusal(refused), f"{name}: a refusal arrives")
    tried.append(name)
check(tried, "one of the frameworks is installed")
passed("with " + ", ".join(tried))
