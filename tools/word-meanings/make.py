"""Gives words their meanings, as numbers: make.ts lists them and starts this."""

import json
import os
import struct
import sys

# One thread adds up in the same order every time, so that the same words give the same bytes.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy
import onnxruntime
from tokenizers import Tokenizer

SIZE = 64  # Numbers a word.
LENGTH = 254  # Length of every vector before it is rounded to bytes.
BATCH = 64
MOST = {"cyrillic": 21_000, "latin": 8_000}
PENALTY = 3.0  # On large weights, where languages are told apart.
OURS_FROM = {"cyrillic": -0.2, "latin": -0.4}  # From -1, a word of another language, to 1, one of ours.


def main(model_folder, words_file, target):
    words = json.load(open(words_file))
    vectors = embed(model_folder, [one["word"] for one in words])
    stems, rows = [], []
    for script, most in MOST.items():
        positions = [at for at, one in enumerate(words) if one["script"] == script]
        families = group(words, keep_ours(words, vectors, positions))
        frequent = sorted(families, key=lambda stem: (-families[stem]["total"], stem))[:most]
        chosen = vectors[[families[stem]["first"] for stem in frequent]]
        # What all words of a language have in common says nothing about one of them.
        rows.append(chosen - chosen.mean(0))
        stems += frequent
    write(target, stems, numpy.concatenate(rows))
    print(f"{len(stems)} stems")


def embed(folder, words):
    tokenizer = Tokenizer.from_file(f"{folder}/tokenizer.json")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(f"{folder}/model.int8.onnx", options)
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


def keep_ours(words, vectors, positions):
    """Many languages share the letters of Russian and English; the model hears which word is of which."""
    sources = numpy.array([words[at]["source"] for at in positions])
    there = vectors[positions]
    there = numpy.hstack([(there - there.mean(0)) / there.std(), numpy.ones((len(there), 1))])
    ours = sources == "own"
    # Where no letter tells another language, most of the words are of one.
    others = sources == ("foreign" if "foreign" in sources else "piece")
    taught = ours | others
    # Both sides count the same, however many words they have.
    weights = numpy.where(ours, 1 / ours.sum(), 1 / others.sum())[taught]
    known = there[taught]
    normal = known.T @ (known * weights[:, None]) + PENALTY / len(there) * numpy.eye(known.shape[1])
    direction = numpy.linalg.solve(normal, known.T @ (weights * numpy.where(ours, 1.0, -1.0)[taught]))
    kept = ours | ((sources == "piece") & (there @ direction > OURS_FROM[words[positions[0]]["script"]]))
    return [at for at, is_kept in zip(positions, kept) if is_kept]


def group(words, positions):
    """Each stem with its most frequent word."""
    families = {}
    for at in positions:
        one = words[at]
        family = families.setdefault(one["stem"], {"first": at, "highest": -numpy.inf, "total": 0.0})
        if one["logFrequency"] > family["highest"]:
            family.update(first=at, highest=one["logFrequency"])
        family["total"] += numpy.exp(one["logFrequency"])
    return families


def write(target, stems, vectors):
    # The strongest direction is common to all words too.
    directions = numpy.linalg.svd(vectors[::2], full_matrices=False)[2][1 : SIZE + 1]
    small = vectors @ directions.T
    small /= numpy.linalg.norm(small, axis=1, keepdims=True) + 1e-9
    text = "\n".join(stems).encode()
    numbers = numpy.clip(numpy.round(small * LENGTH), -127, 127).astype(numpy.int8)
    with open(target, "wb") as file:
        file.write(struct.pack("<III", len(stems), SIZE, len(text)) + text + numbers.tobytes())


main(*sys.argv[1:])
