#!/usr/bin/env python3
"""Compares the answers of several backends, as `lenet evaluate --logits FILE` writes them.

    for backend in simd blas naive; do
      lenet evaluate --weights model.safetensors --backend $backend --logits $backend.safetensors
    done
    python3 Scripts/compare-logits.py simd.safetensors blas.safetensors naive.safetensors

Prints, for each file beside the first, the largest difference of two logits and how many answers
differ; exits with 1 where any does. Needs nothing but Python.
"""
import array
import json
import math
import struct
import sys


def read_logits(path):
    """The rows of the tensor `logits` in a safetensors file."""
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack("<Q", data[:8])
    entry = json.loads(data[8 : 8 + length])["logits"]
    if entry["dtype"] != "F32" or len(entry["shape"]) != 2:
        sys.exit(f"{path}: 'logits' must be F32 of [images, classes]")
    begin, end = (8 + length + offset for offset in entry["data_offsets"])
    values = array.array("f", data[begin:end])
    if sys.byteorder == "big":
        values.byteswap()
    if not all(map(math.isfinite, values)):
        sys.exit(f"{path}: not all logits are numbers")
    count, classes = entry["shape"]
    return [values[row * classes : (row + 1) * classes] for row in range(count)]


def answer(row):
    """The class with the highest score, the first of equals."""
    return max(range(len(row)), key=lambda index: (row[index], -index))


def main(paths):
    if len(paths) < 2:
        sys.exit(__doc__)
    first = read_logits(paths[0])
    differing = 0
    for path in paths[1:]:
        other = read_logits(path)
        if [len(row) for row in other] != [len(row) for row in first]:
            sys.exit(f"{path}: has other images or classes ({len(other)} images) than {paths[0]} ({len(first)} images)")
        largest = max(
            (abs(a - b) for rows in zip(first, other) for a, b in zip(*rows)), default=0.0
        )
        different = [index for index, rows in enumerate(zip(first, other))
                     if answer(rows[0]) != answer(rows[1])]
        differing += len(different)
        print(f"{path}: {len(other)} images, largest difference {largest:.2g}, "
              f"{len(different)} answers differ {different[:10] or ''}".rstrip())
    sys.exit(1 if differing else 0)


main(sys.argv[1:])
