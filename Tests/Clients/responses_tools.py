"""Has OpenAI's Python package call a tool through `/v1/responses` of a guard before a made-up server.

usage: responses_tools.py TOOL POLICY.yaml

The server asks for the tool `look` until a result is in the conversation, and then says what it was given; it speaks
chat completions, as all servers behind a guard do. `paris` is redacted in answers by the policy. Ends with 0 where
every check holds.
"""

import http.server
import json
import sys
import tempfile
import threading

import guarded
from guarded import check, client

TOOLS = [{"type": "function", "name": "look", "description": "Looks.", "strict": True, "parameters": {
    "type": "object", "properties": {"where": {"type": "string"}}, "required": ["where"], "additionalProperties": False}}]
CALL = {"index": 0, "id": "call_1", "type": "function", "function": {"name": "look", "arguments": '{"where":"out"}'}}
asked = []


class Server(http.server.BaseHTTPRequestHandler):
    """Answers chats with a call, and those with a result with a text."""

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        asked.append(body)
        results = [m["content"] for m in body["messages"] if m["role"] == "tool"]
        delta = {"content": f"It is {results[0]} in Paris."} if results else {"tool_calls": [CALL]}
        choices = [(delta, None), ({}, "stop" if results else "tool_calls")]
        events = [{"choices": [{"index": 0, "delta": d, "finish_reason": reason}]} for d, reason in choices]
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        for event in events:
            self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
        self.wfile.write(b"data: [DONE]\n\n")


def called(server, turns, streams):
    """The items of a response, whole or streamed."""
    if not streams:
        return server.responses.create(model="demo", input=turns, tools=TOOLS, instructions="Be brief.").output
    with server.responses.stream(model="demo", input=turns, tools=TOOLS, instructions="Be brief.") as events:
        return events.get_final_response().output


def ask(server, streams):
    turns = [{"role": "user", "content": "How is it outside?"}]
    call = called(server, turns, streams)[0]
    check(call.type == "function_call" and call.name == "look", "a call arrives")
    check(json.loads(call.arguments) == {"where": "out"} and call.call_id == "call_1", "whole, with its id")
    turns.append(call.model_dump(include={"type", "id", "call_id", "name", "arguments", "status"}, exclude_none=True))
    turns.append({"type": "function_call_output", "call_id": call.call_id, "output": "hot"})
    answer = called(server, turns, streams)[0]
    check(answer.content[0].text == "It is hot in [CITY].", "its result is answered, and the answer redacted")
    roles = [message["role"] for message in asked[-1]["messages"]]
    check(roles == ["system", "user", "assistant", "tool"], "the server is asked as in a chat")
    check(asked[-1]["tools"][0]["function"]["name"] == "look", "and told of the tool as in a chat")


upstream = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=upstream.serve_forever, daemon=True).start()
with tempfile.TemporaryDirectory() as folder:
    process, address = guarded.guarded_server(*sys.argv[1:3], folder, f"http://127.0.0.1:{upstream.server_port}")
    try:
        for streams in (False, True):
            ask(client(address), streams)
    finally:
        process.terminate()
        process.wait()
guarded.passed("with calls of tools through responses")
