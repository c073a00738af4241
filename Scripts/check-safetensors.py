#!/usr/bin/env python3
"""Checks a weights file written by DLCore with Python's own safetensors library.

Lists every tensor and all metadata, and verifies the CRC-32C of each part and the alignment of
the data. Needs: safetensors, numpy.

Usage: check-safetensors.py FILE [--pattern]

With --pattern, element i of every tensor must be (i - 3) / 8, as in the test fixtures.
Exits with 1 when something is wrong.
"""

import argparse
import json
import sys

import numpy
from safetensors import SafetensorError, safe_open

PREFIX = "crc32c."


def remainder(byte):
    for _ in range(8):
        byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
    return byte


TABLE = [remainder(byte) for byte in range(256)]


def crc32c(data):
    """CRC-32C (Castagnoli), as in RFC 3720, in eight lower-case hexadecimal digits."""
    register = 0xFFFFFFFF
    for byte in data:
        register = register >> 8 ^ TABLE[(register ^ byte) & 0xFF]
    return f"{register ^ 0xFFFFFFFF:08x}"


def expected_checksums(tensors, metadata):
    """All checksums that a file with these tensors and this metadata must hold."""
    checksums = {PREFIX + name: crc32c(value.tobytes()) for name, value in tensors.items()}
    own = {key: text for key, text in metadata.items() if not key.startswith(PREFIX)}
    pairs = sorted((key.encode(), text.encode()) for key, text in own.items())
    joined = b"".join(key + b"\0" + text + b"\0" for key, text in pairs)
    checksums[PREFIX + "__metadata__"] = crc32c(joined)
    return checksums


def problems_of(path, is_pattern):
    with open(path, "rb") as file:
        start = 8 + int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(start - 8))
    with safe_open(path, framework="numpy") as file:
        metadata = file.metadata() or {}
        tensors = {name: file.get_tensor(name) for name in file.keys()}
    problems = [] if start % 8 == 0 else [f"the data starts at byte {start}, not a multiple of 8"]
    if header.get("__metadata__", {}) != metadata:
        problems.append("the library reads other metadata than the header has")
    for name, value in tensors.items():
        print(f"{name}  {value.dtype}  {list(value.shape)}")
        if value.dtype != numpy.float32:
            problems.append(f"{name} is {value.dtype}, not float32")
        wanted = (numpy.arange(value.size) - 3) / 8
        if is_pattern and not numpy.array_equal(value.ravel(), wanted):
            problems.append(f"{name} does not hold the pattern")
    for key in sorted(metadata):
        print(f"{key} = {metadata[key]!r}")
    found = {key: text for key, text in metadata.items() if key.startswith(PREFIX)}
    expected = expected_checksums(tensors, metadata)
    for key in sorted(expected.keys() | found.keys()):
        if expected.get(key) != found.get(key):
            problems.append(f"{key} is {found.get(key)}, computed {expected.get(key)}")
    return problems


def main():
    parser = argparse.ArgumentParser(description="Checks a weights file written by DLCore.")
    parser.add_argument("file")
    parser.add_argument("--pattern", action="store_true", help="element i must be (i - 3) / 8")
    options = parser.parse_args()
    try:
        problems = problems_of(options.file, options.pattern)
    except (OSError, ValueError, TypeError, SafetensorError) as error:
        problems = [str(error)]
    for problem in problems:
        print(f"{options.file}: {problem}", file=sys.stderr)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
