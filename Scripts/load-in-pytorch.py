#!/usr/bin/env python3
"""Loads weights written by DLCore into plain PyTorch, and the way back.

Needs: torch, safetensors, numpy.

Usage:
  load-in-pytorch.py FILE                    load strictly, list the parameters
  load-in-pytorch.py FILE --mnist FOLDER     also measure the accuracy on MNIST's test images
  load-in-pytorch.py FILE --mnist FOLDER --logits L  also the difference from the logits in L,
                                             which `lenet evaluate --logits L` writes
  load-in-pytorch.py --export FILE [--model NAME] [--seed N]
                                             write a freshly initialised PyTorch model

Models: lenet5, digit-cnn. Pixels are divided by 255; then the file's metadata `mean` and `std`
apply where it has them (--mean and --std override them). Exits with 1 when a file cannot be used
or logits differ by more than --tolerance.
"""

import argparse
import sys

import torch
from interchange import compare, print_accuracy, read_test_set
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


class DigitCNN(nn.Module):
    """The network of DLCore's `DigitCNN`: 113,850 parameters."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, 3)
        self.conv2 = nn.Conv2d(8, 32, 3)
        self.dense1 = nn.Linear(800, 128)
        self.dense2 = nn.Linear(128, 64)
        self.output = nn.Linear(64, 10)

    def forward(self, images):
        x = functional.max_pool2d(functional.relu(self.conv1(images)), 2)
        x = functional.max_pool2d(functional.relu(self.conv2(x)), 2)
        x = functional.relu(self.dense1(x.flatten(1)))
        return self.output(functional.relu(self.dense2(x)))


MODELS = {"lenet5": LeNet5, "digit-cnn": DigitCNN}


def make(name):
    if name not in MODELS:
        raise ValueError(f"is for the model {name!r}; known models: {', '.join(MODELS)}")
    return MODELS[name]()


def load(path):
    """The model with a file's weights, by name and exact shape, and the file's metadata."""
    with safe_open(path, framework="pt") as file:
        state = {name: file.get_tensor(name) for name in file.keys()}
        metadata = file.metadata() or {}
    model = make(metadata.get("model", "lenet5"))
    model.load_state_dict(state, strict=True)
    return model.eval(), metadata


def run(model, images, mean, std):
    """The logits."""
    inputs = (torch.from_numpy(images) - mean) / std
    with torch.no_grad():
        return torch.cat([model(batch) for batch in inputs.split(1000)]).numpy()


def export(path, name, seed):
    torch.manual_seed(seed)
    save_file(make(name).state_dict(), path, metadata={"format": "pt", "model": name})


def check(options):
    model, metadata = load(options.file)
    for name, parameter in model.named_parameters():
        print(f"{name}  {list(parameter.shape)}")
    print(f"{sum(parameter.numel() for parameter in model.parameters())} parameters")
    if options.mnist:
        images, labels = read_test_set(options.mnist)
        mean = float(metadata.get("mean", 0)) if options.mean is None else options.mean
        std = float(metadata.get("std", 1)) if options.std is None else options.std
        logits = run(model, images, mean, std)
        print_accuracy(logits, labels)
        if options.logits:
            compare(logits, options.logits, options.tolerance)


def main():
    parser = argparse.ArgumentParser(description="Loads DLCore's weights into plain PyTorch.")
    parser.add_argument("file", nargs="?", help="a weights file to load")
    parser.add_argument("--mnist", metavar="FOLDER", help="the folder with MNIST's IDX files")
    parser.add_argument("--mean", type=float, help="subtracted from pixels in 0...1")
    parser.add_argument("--std", type=float, help="divides what is left")
    parser.add_argument("--logits", metavar="FILE", help="ours, to compare with")
    parser.add_argument("--tolerance", type=float, default=1e-4, help="default 1e-4")
    parser.add_argument("--export", metavar="FILE", help="write a PyTorch-made model")
    parser.add_argument("--model", default="lenet5", help="for --export (default lenet5)")
    parser.add_argument("--seed", type=int, default=0, help="for --export (default 0)")
    options = parser.parse_args()
    if (options.file is None) == (options.export is None):
        parser.error("give a weights file to load, or --export FILE")
    if options.logits and not options.mnist:
        parser.error("--logits needs --mnist")
    try:
        check(options) if options.file else export(options.export, options.model, options.seed)
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        sys.exit(f"{options.file or options.export}: {error}")


if __name__ == "__main__":
    main()
