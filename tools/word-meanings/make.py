"""Makes apps/server/src/features/faq/matching/word-meanings.data.bin. Run by hand, seldom: see README.md beside it."""

import json
import re
import struct
import sys

import numpy
import onnxruntime
from tokenizers import Tokenizer

SIZE = 64  # Numbers a word.
LENGTH = 254  # Length of every vector before it is rounded to bytes.
BATCH = 64


def main(model_folder, stems_file, target):
    # [stem, its most frequent word, its frequency], the frequent first, Russian before English.
    stems = json.load(open(stems_file))
    vectors = embed(model_folder, [word for _, word, _ in stems])
    russian = numpy.array([bool(re.search("[а-я]", stem)) for stem, _, _ in stems])
    # What all words of a language have in common says nothing about one of them; nor does the strongest direction.
    for language in (russian, ~russian):
        vectors[language] -= vectors[language].mean(0)
    directions = numpy.linalg.svd(vectors[::2], full_matrices=False)[2][1 : SIZE + 1]
    small = vectors @ directions.T
    small /= numpy.linalg.norm(small, axis=1, keepdims=True) + 1e-9
    text = "\n".join(stem for stem, _, _ in stems).encode()
    numbers = numpy.clip(numpy.round(small * LENGTH), -127, 127).astype(numpy.int8)
    with open(target, "wb") as file:
        file.write(struct.pack("<III", len(stems), SIZE, len(text)) + text + numbers.tobytes())


def embed(folder, words):
    tokenizer = Tokenizer.from_file(f"{folder}/tokenizer.json")
    session = onnxruntime.InferenceSession(f"{folder}/model.int8.onnx")
    encoded = [tokenizer.encode(f"query: {word}").ids for word in words]
    vectors = numpy.zeros((len(words), 384))
    # Words of about the same length together: padding costs.
    order = sorted(range(len(words)), key=lambda index: len(encoded[index]))
    for start in range(0, len(order), BATCH):
        chosen = order[start : start + BATCH]
        longest = max(len(encoded[index]) for index in chosen)
        ids = numpy.array([encoded[index] + [1] * (longest - len(encoded[index])) for index in chosen])
        mask = numpy.array([[1] * len(encoded[index]) + [0] * (longest - len(encoded[index])) for index in chosen])
        inputs = {"input_ids": ids.astype(numpy.int64), "attention_mask": mask.astype(numpy.int64)}
        vectors[chosen] = session.run(["sentence_embedding"], inputs)[0]
    return vectors


main(*sys.argv[1:])
