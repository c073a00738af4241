#!/usr/bin/env python3
"""Prints what PyTorch's optimizers and schedules do, as literals for the Swift tests.

Needs: torch. Every optimizer takes five steps from the same parameters, in double precision, with
gradients that depend on the parameters: g = p * (step + 1) - 0.5.

Usage: make-golden-optimizers.py
"""

import torch

START = [1.0, -2.0, 0.5]


def swift(values):
    return "[" + ", ".join(repr(float(value)) for value in values) + "]"


def optimizer(name, make):
    parameter = torch.nn.Parameter(torch.tensor(START, dtype=torch.float64))
    steps = make([parameter])
    for step in range(5):
        parameter.grad = (parameter * (step + 1) - 0.5).detach()
        steps.step()
    print(f"{name}: {swift(parameter.detach())}")


def schedule(name, make, steps):
    parameter = torch.nn.Parameter(torch.zeros(1, dtype=torch.float64))
    descent = torch.optim.SGD([parameter], lr=1.0)
    rates = make(descent)
    found = []
    for _ in range(steps):
        found.append(descent.param_groups[0]["lr"])
        descent.step()
        rates.step() if len(found) < steps else None
    print(f"{name}: {swift(found)}")


def main():
    sgd, adam, adamw = torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW
    optimizer("sgd", lambda p: sgd(p, lr=0.1))
    optimizer("sgdDecay", lambda p: sgd(p, lr=0.1, weight_decay=0.25))
    optimizer("momentum", lambda p: sgd(p, lr=0.1, momentum=0.75, weight_decay=0.25))
    optimizer("nesterov", lambda p: sgd(p, lr=0.1, momentum=0.75, nesterov=True))
    optimizer("adam", lambda p: adam(p, lr=0.1))
    optimizer("adamDecay", lambda p: adam(p, lr=0.1, betas=(0.75, 0.875), eps=0.125, weight_decay=0.25))
    optimizer("adamW", lambda p: adamw(p, lr=0.1, weight_decay=0.25))

    rates = torch.optim.lr_scheduler
    schedule("cosine", lambda o: rates.CosineAnnealingLR(o, T_max=8, eta_min=0.125), 9)
    # PyTorch's peak is at step pct_start * total - 1: with 11 steps and 4/11, at step 3 of 0...10.
    schedule("oneCycle", lambda o: rates.OneCycleLR(o, max_lr=1.0, total_steps=11, pct_start=4 / 11), 11)
    schedule("step", lambda o: rates.StepLR(o, step_size=3, gamma=0.5), 9)


if __name__ == "__main__":
    main()
