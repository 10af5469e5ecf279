import sys

import openai
from langchain_openai import ChatOpenAI

base_url, api_key = sys.argv[1:3]
for model, text in [("secretary", "From nine to six."), ("vendor/m", "Hello there")]:
    chat = ChatOpenAI(model=model, base_url=base_url, api_key=api_key, max_retries=0)
    answer = chat.invoke("When are you open?")
    assert answer.content == text, answer
    assert isinstance(answer.usage_metadata["total_tokens"], int)
    assert "".join(chunk.content for chunk in chat.stream("When are you open?")) == text
try:
    ChatOpenAI(model="nothing", base_url=base_url, api_key=api_key, max_retries=0).invoke("Hi")
    raise AssertionError("an unknown model")
except openai.NotFoundError:
    pass
