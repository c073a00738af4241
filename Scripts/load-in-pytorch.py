#!/usr/bin/env python3
"""Loads LeNet-5 weights written by DLCore into plain PyTorch, and the way back.

Needs: torch, safetensors, numpy.

Usage:
  load-in-pytorch.py FILE                    load strictly, list the parameters
  load-in-pytorch.py FILE --mnist FOLDER     also measure the accuracy on MNIST's test images
  load-in-pytorch.py --export FILE [--seed N]  write a freshly initialised PyTorch model

Pixels are divided by 255; then the file's metadata `mean` and `std` apply where it has them
(--mean and --std override them). Exits with 1 when a file cannot be used.
"""

import argparse
import gzip
import sys
from pathlib import Path

import numpy
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional


class LeNet5(nn.Module):
    """The network of DLCore's `LeNet5`: ReLU, max-pooling, 61,706 parameters."""

    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv2d(1, 6, 5, padding=2)
        self.c3 = nn.Conv2d(6, 16, 5)
        self.c5 = nn.Linear(400, 120)
        self.f6 = nn.Linear(120, 84)
        self.output = nn.Linear(84, 10)

    def forward(self, images):
        x = functional.max_pool2d(functional.relu(self.c1(images)), 2)
        x = functional.max_pool2d(functional.relu(self.c3(x)), 2)
        x = functional.relu(self.c5(x.flatten(1)))
        return self.output(functional.relu(self.f6(x)))


def load(path):
    """The model with a file's weights, by name and exact shape, and the file's metadata."""
    with safe_open(path, framework="pt") as file:
        state = {name: file.get_tensor(name) for name in file.keys()}
        metadata = file.metadata() or {}
    model = LeNet5()
    model.load_state_dict(state, strict=True)
    return model.eval(), metadata


def read_idx(folder, name):
    """An IDX file of bytes, compressed or not, as an array."""
    path = Path(folder) / name
    if path.exists():
        content = path.read_bytes()
    else:
        content = gzip.decompress(path.with_name(name + ".gz").read_bytes())
    rank = content[3]
    shape = numpy.frombuffer(content, ">u4", rank, 4)
    return numpy.frombuffer(content, "u1", offset=4 + 4 * rank).reshape(shape)


def accuracy(model, folder, mean, std):
    """How many of the test images are classified rightly, and how many there are."""
    images = read_idx(folder, "t10k-images-idx3-ubyte").astype(numpy.float32) / 255
    labels = torch.from_numpy(read_idx(folder, "t10k-labels-idx1-ubyte").astype(numpy.int64))
    inputs = (torch.from_numpy(images).unsqueeze(1) - mean) / std
    with torch.no_grad():
        guesses = torch.cat([model(batch).argmax(1) for batch in inputs.split(1000)])
    return int((guesses == labels).sum()), len(labels)


def export(path, seed):
    torch.manual_seed(seed)
    save_file(LeNet5().state_dict(), path, metadata={"format": "pt", "model": "lenet5"})


def check(options):
    model, metadata = load(options.file)
    for name, parameter in model.named_parameters():
        print(f"{name}  {list(parameter.shape)}")
    print(f"{sum(parameter.numel() for parameter in model.parameters())} parameters")
    if options.mnist:
        mean = float(metadata.get("mean", 0)) if options.mean is None else options.mean
        std = float(metadata.get("std", 1)) if options.std is None else options.std
        right, count = accuracy(model, options.mnist, mean, std)
        print(f"{right} of {count} test images right: {right / count:.2%}")


def main():
    parser = argparse.ArgumentParser(description="Loads LeNet-5 weights into plain PyTorch.")
    parser.add_argument("file", nargs="?", help="a weights file to load")
    parser.add_argument("--mnist", metavar="FOLDER", help="the folder with MNIST's IDX files")
    parser.add_argument("--mean", type=float, help="subtracted from pixels in 0...1")
    parser.add_argument("--std", type=float, help="divides what is left")
    parser.add_argument("--export", metavar="FILE", help="write a PyTorch-made model")
    parser.add_argument("--seed", type=int, default=0, help="for --export (default 0)")
    options = parser.parse_args()
    if (options.file is None) == (options.export is None):
        parser.error("give a weights file to load, or --export FILE")
    try:
        check(options) if options.file else export(options.export, options.seed)
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        sys.exit(f"{options.file or options.export}: {error}")


if __name__ == "__main__":
    main()
