#!/usr/bin/env python3
"""Train a network to 99 % with this package and with PyTorch in turn, and print the ratio of their times.

    make build
    python3 Benchmarks/time-to-accuracy.py --data DIR [--threads 2] [--rounds 5] [--model lenet5|digit-cnn]

DIR holds the four MNIST files. Needs torch and numpy. Both sides follow the recipe of Docs/Recipes.md: the same
network, first weights by the same rule, Adam in one cycle over a fixed number of epochs, the same batch size, 32 bits,
a new order in every epoch, a new seed in every round. The time is that of a whole process: started, data read, trained,
model saved, and the accuracy on the 10,000 test images found. Times count only together with the accuracy reached,
which is printed beside them. Run it on a machine that does nothing else.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

from peer import KEEPING_MEMORY, read_idx


def train_with_pytorch(options):
    """The peer's process: trains, saves, and prints the accuracy on the test images."""
    import numpy as np
    import torch
    from torch import nn

    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)

    def load(part):
        images = read_idx(options.data, f"{part}-images-idx3-ubyte")
        labels = read_idx(options.data, f"{part}-labels-idx1-ubyte").astype(np.int64)
        return torch.from_numpy(images.astype(np.float32) / 255).unsqueeze(1), torch.from_numpy(labels)

    images, labels = load("train")
    convolutions, features = {
        "lenet5": ([nn.Conv2d(1, 6, 5, padding=2), nn.Conv2d(6, 16, 5)], [400, 120, 84]),
        "digit-cnn": ([nn.Conv2d(1, 8, 3), nn.Conv2d(8, 32, 3)], [800, 128, 64]),
    }[options.model]
    stages = [part for convolution in convolutions for part in (convolution, nn.ReLU(), nn.MaxPool2d(2))]
    hidden = [part for sizes in zip(features, features[1:]) for part in (nn.Linear(*sizes), nn.ReLU())]
    net = nn.Sequential(*stages, nn.Flatten(), *hidden, nn.Linear(features[-1], 10))
    for layer in net:
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
    optimizer = torch.optim.Adam(net.parameters(), options.learning_rate, fused=True)
    steps = options.epochs * ((len(images) + options.batch_size - 1) // options.batch_size)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, options.learning_rate, total_steps=steps, cycle_momentum=False)
    for _ in range(options.epochs):
        for batch in torch.randperm(len(images)).split(options.batch_size):
            optimizer.zero_grad(set_to_none=True)
            nn.functional.cross_entropy(net(images[batch]), labels[batch]).backward()
            optimizer.step()
            schedule.step()
    torch.save(net.state_dict(), options.save)
    images, labels = load("t10k")
    with torch.inference_mode():
        right = sum((net(x).argmax(1) == y).sum().item() for x, y in zip(images.split(256), labels.split(256)))
    print(json.dumps({"test_accuracy": right / len(labels)}))


def run(command, environment={}):
    """Seconds and accuracy of a process."""
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ, **environment))
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed: {done.stderr.strip()}")
    return seconds, json.loads(done.stdout.splitlines()[-1])["test_accuracy"]


def compare(options):
    recipe = ["--model", options.model, "--data", options.data, "--threads", str(options.threads),
              "--epochs", str(options.epochs), "--batch-size", str(options.batch_size),
              "--learning-rate", str(options.learning_rate)]
    ours, theirs = [], []
    for seed in range(1, options.rounds + 1):
        with tempfile.TemporaryDirectory() as folder:
            ours.append(run([options.lenet, "train", *recipe, "--backend", options.backend, "--seed", str(seed),
                             "--output", os.path.join(folder, "run"), "--format", "json"]))
            theirs.append(run([sys.executable, __file__, *recipe, "--seed", str(seed),
                               "--save", os.path.join(folder, "model.pt")], KEEPING_MEMORY))
        print(f"round {seed}: {options.backend} {ours[-1][0]:.2f} s to {100 * ours[-1][1]:.2f} %, PyTorch "
              f"{theirs[-1][0]:.2f} s to {100 * theirs[-1][1]:.2f} %, ratio {ours[-1][0] / theirs[-1][0]:.3f}",
              flush=True)
    ratios = [our[0] / their[0] for our, their in zip(ours, theirs)]
    for name, runs in ((options.backend, ours), ("PyTorch", theirs)):
        reached = sum(accuracy >= options.target for _, accuracy in runs)
        print(f"{name}: median {statistics.median(seconds for seconds, _ in runs):.2f} s, mean accuracy "
              f"{100 * statistics.mean(accuracy for _, accuracy in runs):.2f} %, {100 * options.target:g} % reached in "
              f"{reached} of {len(runs)}")
    print(f"{options.backend} / PyTorch, {options.threads} threads: median {statistics.median(ratios):.3f}, "
          f"range {min(ratios):.3f} to {max(ratios):.3f}, {options.rounds} rounds")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--model", default="lenet5", choices=("lenet5", "digit-cnn"))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--target", type=float, default=0.99)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--learning-rate", type=float, default=0.01)
    parser.add_argument("--backend", default="simd")
    parser.add_argument("--lenet", default=".build/release/lenet")
    parser.add_argument("--seed", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument("--save", help=argparse.SUPPRESS)
    options = parser.parse_args()
    (train_with_pytorch if options.save else compare)(options)


if __name__ == "__main__":
    main()
