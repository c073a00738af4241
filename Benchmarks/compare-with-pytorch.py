#!/usr/bin/env python3
"""Train LeNet-5 with this package and with PyTorch in turn, and print the ratio of their speeds.

    make build
    python3 Benchmarks/compare-with-pytorch.py --data DIR [--backend blas] [--threads 2] [--rounds 5]

DIR holds the four MNIST files. Needs torch and numpy. Both sides train the same network (61,706 parameters, ReLU,
max-pooling) with Adam at batch size 128, in 32 bits, with shuffling; in each round both run in a process of their own,
and report images per second over the fastest of three epochs of 60,000 images after a first one. Run it on a machine that
does nothing else.
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


class PyTorch:
    def __init__(self, data, threads):
        import numpy as np
        import torch
        from torch import nn

        torch.set_num_threads(threads)
        torch.manual_seed(0)
        self.torch = torch
        images = read_idx(data, "train-images-idx3-ubyte")
        self.images = torch.from_numpy((images / 255).astype(np.float32)).unsqueeze(1)
        self.labels = torch.from_numpy(read_idx(data, "train-labels-idx1-ubyte").astype(np.int64))
        self.net = nn.Sequential(
            nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
            nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))
        self.optimizer = torch.optim.Adam(self.net.parameters(), 1e-3, fused=True)

    def epoch(self):
        torch = self.torch
        start = time.perf_counter()
        order = torch.randperm(len(self.images))
        for first in range(0, len(self.images), 128):
            batch = order[first : first + 128]
            self.optimizer.zero_grad(set_to_none=True)
            # Not kept in a variable: the graph of the last step would then live on through this one.
            torch.nn.functional.cross_entropy(self.net(self.images[batch]), self.labels[batch]).backward()
            self.optimizer.step()
        return len(self.images) / (time.perf_counter() - start)


def our_epoch(tool, data, backend, threads):
    """Four epochs; the fastest one's rate but for the first, as the tool reports it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [tool, "train", "--backend", backend, "--threads", str(threads), "--data", data, "--epochs", "4",
                   "--output", os.path.join(folder, "run"), "--format", "json"]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{tool} failed: {done.stderr.strip()}")
        events = [json.loads(line) for line in done.stdout.splitlines()]
        return max(event["images_per_second"] for event in events if event["event"] == "epoch" and event["epoch"] > 1)


def peer_epochs(data, threads):
    """PyTorch's version, and its speed in the fastest of three epochs after a first one, in a process of its own."""
    environment = dict(os.environ, **KEEPING_MEMORY)
    command = [sys.executable, __file__, "--data", data, "--threads", str(threads), "--peer"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        sys.exit(f"PyTorch failed: {done.stderr.strip()}")
    result = json.loads(done.stdout)
    return result["version"], max(result["images_per_second"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--backend", default="blas")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--lenet", default=".build/release/lenet")
    parser.add_argument("--peer", action="store_true", help="run PyTorch's part only, and print its speed as JSON")
    options = parser.parse_args()

    if options.peer:
        peer = PyTorch(options.data, options.threads)
        peer.epoch()
        rates = [peer.epoch() for _ in range(3)]
        print(json.dumps({"version": peer.torch.__version__, "images_per_second": rates}))
        return
    ours, theirs = [], []
    for number in range(1, options.rounds + 1):
        ours.append(our_epoch(options.lenet, options.data, options.backend, options.threads))
        version, rate = peer_epochs(options.data, options.threads)
        theirs.append(rate)
        print(f"round {number}: {options.backend} {ours[-1]:,.0f} images/s, PyTorch {version} {rate:,.0f} images/s, "
              f"ratio {ours[-1] / rate:.2f}", flush=True)
    ratios = [our / their for our, their in zip(ours, theirs)]
    print(f"{options.backend} / PyTorch, {options.threads} threads: median {statistics.median(ratios):.2f}, "
          f"range {min(ratios):.2f} to {max(ratios):.2f}, {options.rounds} rounds; "
          f"median over PyTorch's fastest round {statistics.median(ours) / max(theirs):.2f}")


if __name__ == "__main__":
    main()
