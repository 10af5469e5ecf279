import sys

import litellm

base_url, api_key = sys.argv[1:3]
options = {"api_base": base_url, "api_key": api_key, "num_retries": 0, "max_retries": 0}
messages = [{"role": "user", "content": "When are you open?"}]

for model, text in [("openai/secretary", "From nine to six."), ("openai/vendor/m", "Hello there")]:
    answer = litellm.completion(model=model, messages=messages, **options)
    assert answer.choices[0].message.content == text, answer
    chunks = litellm.completion(model=model, messages=messages, stream=True, **options)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == text
try:
    litellm.completion(model="openai/nothing", messages=messages, **options)
    raise AssertionError("an unknown model")
except litellm.NotFoundError:
    pass
