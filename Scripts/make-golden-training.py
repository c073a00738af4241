#!/usr/bin/env python3
"""Writes what PyTorch makes of the models in 50 steps and in one, for Tests/ModelsTests/Golden.

Needs: numpy, torch, safetensors. Pictures, labels and first weights follow from an integer hash
that the Swift tests compute as well, so only results are stored:

lenet5-adam.csv           the loss of each of 50 steps of Adam (learning rate 0.001, batch 32)
lenet5-adam.safetensors   the weights after them
lenet5-original.safetensors
                          the loss and the gradients of the model of 1998 for one batch of 32

Usage: make-golden-training.py [FOLDER]
"""

import re
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

ROOT = Path(__file__).resolve().parent.parent
BATCH = 32
STEPS = 50

LENET5 = {
    "c1.weight": (6, 1, 5, 5), "c1.bias": (6,),
    "c3.weight": (16, 6, 5, 5), "c3.bias": (16,),
    "c5.weight": (120, 400), "c5.bias": (120,),
    "f6.weight": (84, 120), "f6.bias": (84,),
    "output.weight": (10, 84), "output.bias": (10,),
}

ORIGINAL = {
    "c1.weight": (6, 1, 5, 5), "c1.bias": (6,),
    "s2.weight": (6,), "s2.bias": (6,),
    "c3.weight": (16, 6, 5, 5), "c3.bias": (16,),
    "s4.weight": (16,), "s4.bias": (16,),
    "c5.weight": (120, 16, 5, 5), "c5.bias": (120,),
    "f6.weight": (84, 120), "f6.bias": (84,),
}

# Table I of the paper: the maps of S2 that each map of C3 sees.
CONNECTIONS = [
    "012", "123", "234", "345", "045", "015", "0123", "1234", "2345", "0345", "0145", "0125",
    "0134", "1245", "0235", "012345",
]


def hashed(numbers):
    """A well mixed 32-bit integer for each 32-bit integer."""
    x = np.asarray(numbers, dtype=np.uint32)
    x = (x ^ (x >> 16)) * np.uint32(0x7FEB352D)
    x = (x ^ (x >> 15)) * np.uint32(0x846CA68B)
    return x ^ (x >> 16)


def weights(shapes):
    """First weights: uniform in +-sqrt(6 / fan in), or +-0.125 for lists; exact in float32."""
    found = {}
    for ordinal, (name, shape) in enumerate(shapes.items()):
        count = int(np.prod(shape))
        fractions = hashed((ordinal << 20) + np.arange(count)) >> 8
        uniform = fractions.astype(np.float32) / np.float32(2**23) - np.float32(1)
        fan_in = int(np.prod(shape[1:]))
        bound = np.float32(0.125 if len(shape) == 1 else (6 / fan_in) ** 0.5)
        found[name] = torch.tensor((uniform * bound).reshape(shape), requires_grad=True)
    return found


def batch(step):
    """Sawtooth waves whose direction is the class, with noise."""
    index = step * BATCH + np.arange(BATCH)
    labels = (hashed(index) % 10).astype(np.int64)
    row, column = np.mgrid[0:28, 0:28]
    label = labels[:, None, None]
    waves = 13 * (row * (label + 2) + column * (3 * label + 1))
    place = (index[:, None, None] * 28 + row) * 28 + column
    noise = hashed(place + (1 << 30)) % 64
    grey = ((waves + noise) % 256).astype(np.float32) / np.float32(255)
    return torch.tensor(grey[:, None]), torch.tensor(labels)


def lenet5(w, x):
    x = F.max_pool2d(F.relu(F.conv2d(x, w["c1.weight"], w["c1.bias"], padding=2)), 2)
    x = F.max_pool2d(F.relu(F.conv2d(x, w["c3.weight"], w["c3.bias"])), 2)
    x = F.relu(F.linear(x.flatten(1), w["c5.weight"], w["c5.bias"]))
    x = F.relu(F.linear(x, w["f6.weight"], w["f6.bias"]))
    return F.linear(x, w["output.weight"], w["output.bias"])


def squash(x):
    return 1.7159 * torch.tanh(2 / 3 * x)


def subsample(x, weight, bias):
    sums = F.avg_pool2d(x, 2) * 4
    return sums * weight[:, None, None] + bias[:, None, None]


def bitmaps():
    """The ten digits of 7x12 drawn in the Swift source, as rows of -1 and 1."""
    text = (ROOT / "Sources/Models/LeNet5Original.swift").read_text()
    rows = "".join(re.findall(r'"([.#]{7})"', text))
    return torch.tensor([1.0 if pixel == "#" else -1.0 for pixel in rows]).reshape(10, 84)


def original(w, x):
    mask = torch.tensor([[str(i) in row for i in range(6)] for row in CONNECTIONS])
    x = squash(F.conv2d(x, w["c1.weight"], w["c1.bias"], padding=2))
    x = squash(subsample(x, w["s2.weight"], w["s2.bias"]))
    x = squash(F.conv2d(x, w["c3.weight"] * mask[:, :, None, None], w["c3.bias"]))
    x = squash(subsample(x, w["s4.weight"], w["s4.bias"]))
    x = squash(F.conv2d(x, w["c5.weight"], w["c5.bias"]))
    x = squash(F.linear(x.flatten(1), w["f6.weight"], w["f6.bias"]))
    return -((x[:, None] - bitmaps()[None]) ** 2).sum(2) / 2


def detached(tensors):
    return {name: tensor.detach().contiguous() for name, tensor in tensors.items()}


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "Tests/ModelsTests/Golden"
    torch.manual_seed(0)
    torch.set_num_threads(1)

    w = weights(LENET5)
    adam = torch.optim.Adam(w.values(), lr=1e-3)
    losses = []
    for step in range(STEPS):
        pictures, labels = batch(step)
        loss = F.cross_entropy(lenet5(w, pictures), labels)
        adam.zero_grad()
        loss.backward()
        adam.step()
        losses.append(loss.item())
    (folder / "lenet5-adam.csv").write_text("".join(f"{loss!r}\n" for loss in losses))
    save_file(detached(w), folder / "lenet5-adam.safetensors")

    w = weights(ORIGINAL)
    pictures, labels = batch(0)
    loss = F.cross_entropy(original(w, pictures), labels)
    loss.backward()
    gradients = {name: tensor.grad for name, tensor in w.items()}
    save_file(
        detached(gradients | {"loss": loss}), folder / "lenet5-original.safetensors")
    print(losses[0], losses[-1], loss.item())


if __name__ == "__main__":
    main()
