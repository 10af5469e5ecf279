import json
import sys

import openai

base_url, api_key = sys.argv[1:3]
client = openai.OpenAI(base_url=base_url, api_key=api_key, max_retries=0)
messages = [{"role": "user", "content": "When are you open?"}]
chat = client.chat.completions

ids = [model.id for model in client.models.list()]
assert "secretary" in ids and "vendor/m" in ids, ids
assert client.models.retrieve("vendor/m").owned_by == "vendor"

for model, text in [("secretary", "From nine to six."), ("vendor/m", "Hello there")]:
    answer = chat.create(model=model, messages=messages)
    assert answer.choices[0].message.content == text
    assert isinstance(answer.usage.total_tokens, int)
    chunks = list(chat.create(model=model, messages=messages, stream=True))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == text
    chunks = list(chat.create(model=model, messages=messages, stream=True, stream_options={"include_usage": True}))
    assert chunks[-1].choices == [] and isinstance(chunks[-1].usage.total_tokens, int)

answer = chat.create(
    model="vendor/m", messages=messages, response_format={"type": "json_object"}, extra_body={"x_unknown": 1}
)
assert json.loads(answer.choices[0].message.content) == {"ok": True, "x_unknown": 1}
tools = [{"type": "function", "function": {"name": "look", "parameters": {"type": "object", "properties": {}}}}]
chunks = list(chat.create(model="vendor/m", messages=messages, tools=tools, stream=True))
calls = [call for chunk in chunks for call in chunk.choices[0].delta.tool_calls or []]
assert "".join(call.function.arguments or "" for call in calls) == '{"a":1}'


def fails(kind, **arguments):
    try:
        chat.create(messages=messages, **arguments)
    except kind as error:
        return error
    raise AssertionError(kind)


fails(openai.NotFoundError, model="nothing")
fails(openai.RateLimitError, model="vendor/busy")
assert fails(openai.BadRequestError, model="secretary", n=2).param == "n"
try:
    openai.OpenAI(base_url=base_url, api_key="wrong", max_retries=0).models.list()
    raise AssertionError("a wrong key")
except openai.AuthenticationError:
    pass
with chat.create(model="vendor/stall", messages=messages, stream=True) as stalled:
    next(iter(stalled))
