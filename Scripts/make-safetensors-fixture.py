#!/usr/bin/env python3
"""Writes the test fixture python.safetensors with Python's own safetensors library.

Needs: torch, safetensors. Element i of every tensor is (i - 3) / 8, which all types hold exactly;
`special` holds the values at the edges of half precision.

Usage: make-safetensors-fixture.py [FILE]
"""

import sys
from pathlib import Path

import torch
from safetensors.torch import save_file

FOLDER = Path(__file__).resolve().parent.parent / "Tests/FileAccessTests/Fixtures"


def pattern(*shape, dtype):
    count = torch.Size(shape).numel()
    return ((torch.arange(count) - 3) / 8).to(dtype).reshape(shape)


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else FOLDER / "python.safetensors"
    tensors = {
        "single": pattern(2, 3, dtype=torch.float32),
        "double": pattern(3, 2, dtype=torch.float64),
        "half": pattern(2, 2, 2, dtype=torch.float16),
        "brain": pattern(5, dtype=torch.bfloat16),
        "scalar": pattern(dtype=torch.float32),
        "empty": pattern(3, 0, dtype=torch.float32),
        "größe.数": pattern(1, dtype=torch.float32),
        "special": torch.tensor(
            [-0.0, 2.0**-24, 65504, float("inf"), -float("inf"), float("nan")],
            dtype=torch.float16,
        ),
    }
    save_file(tensors, path, metadata={"format": "pt", "note": 'a "quoted" line\nand é'})


if __name__ == "__main__":
    main()
