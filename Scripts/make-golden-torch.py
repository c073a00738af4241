#!/usr/bin/env python3
"""Writes the golden vectors of PyTorch: operations, their gradients, and steps of optimizers.

Needs: torch (on the CPU), numpy, expecttest (for the OpInfo database). Inputs are float32 numbers;
everything is computed in float64 and then rounded, so that the golden values are better than what
float32 gives. Cases are OpInfo's samples and the grids of golden_torch_grids; a gradient is of the
sum of the output times a random cotangent, for all inputs.

Usage: make-golden-torch.py [FILE]
"""

import itertools
import math
import sys
import warnings
from collections import Counter
from pathlib import Path

import torch

import golden_torch_grids as grids
from golden_file import GoldenFile, listed
from golden_torch_bounds import gradients, leaves_of
from golden_torch_ops import OPS
from golden_torch_samples import Skip, op_infos

FILE = Path(__file__).resolve().parent.parent / "Sources/CConformanceData/golden-torch.safetensors"
# The first seed; each group of cases takes the next.
SEED = 20260101
# The most numbers in one case, and the most samples of one entry of OpInfo.
LARGEST, MOST = 800, {"nn.functional.max_pool2d": 150, "nn.functional.max_pool1d": 80}
# The scales of elements are kept apart only where they differ by more than this.
SPREAD = 4

LEFT_OUT = {
    "maximum, minimum: gradients of equal operands": "PyTorch gives each half; "
    "here the left operand wins, as it does forwards",
    "amax, amin: gradients of equal elements": "PyTorch shares among them; "
    "here the first wins, as argmax says",
    "sign: of NaN": "PyTorch gives 0; here NaN in gives NaN out",
    "relu: gradient at NaN": "PyTorch lets it pass; here NaN counts as not above zero",
    "max_pool2d: gradients of windows with NaN": "PyTorch picks the last NaN of a "
    "window, here the first wins; forwards they agree",
    "pow: gradients at base 0 or below": "derivatives are infinite or NaN there, "
    "and conventions differ",
}


def text(value):
    if value is None:
        return "all"
    if isinstance(value, (list, tuple)):
        return listed(value)
    return (
        str(int(value))
        if isinstance(value, bool)
        else f"{value:.9g}" if isinstance(value, float) else str(value)
    )


def simplified(bound, golden):
    """A bound with the plainest scale that is at most a few times as large."""
    ulps, scale = bound
    assert scale is None or not (scale < 0).any(), "a scale is negative"
    if scale is None or ulps == 0 or golden.numel() == 0:
        return ulps, None
    scale, golden = scale.detach().expand(golden.shape), golden.detach().abs()
    usable = golden[golden.isfinite()]
    sizes = scale[golden.isfinite()].nan_to_num(posinf=3e38)
    if usable.numel() == 0:
        return ulps, None
    if (usable > 0).all() and (sizes / usable).max() <= SPREAD:
        return math.ceil(ulps * float((sizes / usable).max())), None
    if sizes.max() <= SPREAD * sizes.min():
        return ulps, float(sizes.max())
    return ulps, scale.nan_to_num(posinf=3e38, nan=0).numpy()


class Collector:
    """Computes cases and adds them to a file."""

    def __init__(self):
        self.file = GoldenFile()
        self.counts = Counter()
        self.skipped = Counter()
        self.seen = set()

    def add(self, source, operation, inputs, attributes, hasGradients):
        """Computes one case; raises Skip if it is too large or there already."""
        op = OPS[operation]
        wide = [
            None if x is None else x.detach().double() if x.is_floating_point() else x
            for x in inputs
        ]
        output = op.fn(*wide, **attributes)
        cotangent = None
        if hasGradients:
            if op.fn(*leaves_of(wide, op.fixed), **attributes).requires_grad:
                cotangent = torch.randn(output.shape, dtype=torch.float32).double()
        found = (
            gradients(op.fn, wide, attributes, cotangent, op.fixed)
            if cotangent is not None
            else [None for _ in wide]
        )
        arrays = {f"input{i}": x for i, x in enumerate(wide)} | {"output0": output}
        if cotangent is not None:
            arrays["cotangent"] = cotangent
            arrays |= {f"gradient{i}": g for i, g in enumerate(found) if g is not None}
        size = sum(x.numel() for x in arrays.values() if x is not None)
        if size > LARGEST:
            raise Skip(f"holds more than {LARGEST} numbers")
        output_bound, gradient_bounds = op.bounds(wide, attributes, cotangent, output)
        bounds = {"output0": simplified(output_bound, output)}
        for i, gradient in enumerate(found):
            if gradient is not None:
                bounds[f"gradient{i}"] = simplified(gradient_bounds[i], gradient)
        key = (
            operation,
            str(attributes),
            tuple(None if x is None else (x.shape, x.numpy().tobytes()) for x in wide),
        )
        if key in self.seen:
            raise Skip("repeats another sample")
        self.seen.add(key)
        written = {"op": operation} | {k: text(v) for k, v in attributes.items()}
        self.write(f"{operation}/{source}", written, arrays, bounds)

    def write(self, name, attributes, arrays, bounds):
        self.counts[name] += 1
        self.file.add_packed(
            f"{name}/{self.counts[name]}",
            attributes,
            {k: None if x is None else x.detach().float().numpy() for k, x in arrays.items()},
            bounds,
        )


def add_op_infos(collector):
    for name, info, adapt in op_infos():
        torch.manual_seed(SEED)
        samples = []
        for sample in info.sample_inputs("cpu", torch.float32):
            try:
                samples.append((sample, adapt(sample)))
            except Skip as reason:
                collector.skipped[name, str(reason)] += 1
        # Evenly chosen ones, where there are very many.
        most = MOST.get(info.name, len(samples))
        chosen = [samples[i * len(samples) // most] for i in range(min(most, len(samples)))]
        if len(chosen) < len(samples):
            collector.skipped[name, "is much like its neighbours"] += len(samples) - len(chosen)
        for sample, (operation, inputs, attributes) in chosen:
            result = OPS[operation].fn(*inputs, **attributes)
            if operation not in ("eq", "ne", "lt", "le", "gt", "ge", "argmax", "argmin"):
                # The adapter must mean the same as the database's entry.
                torch.testing.assert_close(
                    result, info.op(sample.input, *sample.args, **sample.kwargs), equal_nan=True
                )
            hasGradients = operation != "pow" or bool((inputs[0] > 0).all())
            try:
                collector.add("opinfo", operation, inputs, attributes, hasGradients)
            except Skip as reason:
                collector.skipped[name, str(reason)] += 1


def add_grids(collector):
    for number, group in enumerate(grids.GROUPS, start=1):
        torch.manual_seed(SEED + number)
        for operation, inputs, attributes, hasGradients in group():
            try:
                collector.add("grid", operation, inputs, attributes, hasGradients)
            except (RuntimeError, Skip) as reason:
                # A window that does not fit, or padding wider than half of it.
                collector.skipped[f"grid {operation}", str(reason).splitlines()[0][:60]] += 1


def add_optimizers(collector):
    """Several steps on one parameter; the gradients are rows of input1."""
    torch.manual_seed(SEED + 100)
    settings = [
        ("sgd", dict(momentum=m, nesterov=n, weight_decay=d))
        for m, n, d in (
            (0, 0, 0),
            (0, 0, 0.1),
            (0.9, 0, 0),
            (0.9, 0, 0.1),
            (0.9, 1, 0),
            (0.5, 1, 0.01),
        )
    ]
    settings += [
        (name, dict(beta1=b1, beta2=b2, eps=eps, weight_decay=d))
        for name, (b1, b2, eps), d in itertools.product(
            ("adam", "adamw"), ((0.9, 0.999, 1e-8), (0.8, 0.95, 1e-3)), (0, 0.1)
        )
    ]
    for (name, setting), rate, steps in itertools.product(settings, (0.1, 0.003), (1, 2, 5)):
        start, slopes = torch.randn(7), torch.randn(steps, 7)
        parameter = start.double().requires_grad_()
        values = dict(setting)
        if name == "sgd":
            values["nesterov"] = bool(values["nesterov"])
            optimizer = torch.optim.SGD([parameter], lr=rate, **values)
        else:
            betas = (values.pop("beta1"), values.pop("beta2"))
            kind = torch.optim.Adam if name == "adam" else torch.optim.AdamW
            optimizer = kind([parameter], lr=rate, betas=betas, **values)
        for slope in slopes:
            parameter.grad = slope.double()
            optimizer.step()
        state = optimizer.state[parameter]
        kept = [
            state[k]
            for k in ("momentum_buffer", "exp_avg", "exp_avg_sq")
            if state.get(k) is not None
        ]
        outputs = {f"output{i}": x for i, x in enumerate([parameter.detach(), *kept])}
        sizes = magnitudes(name, setting, rate, start.double(), slopes.double())
        bounds = {k: simplified((8 * steps + 8, s), x) for (k, x), s in zip(outputs.items(), sizes)}
        attributes = {"op": name, "rate": text(rate)} | {k: text(v) for k, v in setting.items()}
        collector.write(
            f"{name}/grid", attributes, {"input0": start, "input1": slopes} | outputs, bounds
        )


def magnitudes(name, setting, rate, start, slopes):
    """Σ|terms| of the parameter and of each state: the same recursion with magnitudes."""
    p, decay = start.abs(), setting["weight_decay"]
    first, second, true = torch.zeros(7).double(), torch.zeros(7).double(), torch.zeros(7).double()
    for number, slope in enumerate(slopes, start=1):
        g = slope.abs() + (decay * p if name != "adamw" else 0)
        if name == "sgd":
            first = setting["momentum"] * first + g
            p = p + rate * (g + first)
            continue
        b1, b2 = setting["beta1"], setting["beta2"]
        first, second = b1 * first + (1 - b1) * g, b2 * second + (1 - b2) * g**2
        true = b2 * true + (1 - b2) * slope**2
        root = (true / (1 - b2**number)).sqrt() + setting["eps"]
        # Where decay enters the gradient, its rounding moves the root too.
        p = p + rate * first / (1 - b1**number) / root * (
            1 + (second / true.clamp_min(1e-30)).sqrt()
        )
    return [p, first, second] if name != "sgd" else [p, first]


def main():
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    path = sys.argv[1] if len(sys.argv) > 1 else FILE
    collector = Collector()
    add_op_infos(collector)
    add_grids(collector)
    add_optimizers(collector)
    metadata = collector.file.metadata
    count = len(metadata)
    metadata["about"] = (
        f"PyTorch {torch.__version__} on the CPU in float64, rounded to float32; "
        f"OpInfo samples with seed {SEED}, grids with the seeds after it"
    )
    metadata |= {f"unmapped.{name}": reason for name, reason in LEFT_OUT.items()}
    for place, ((name, reason), number) in enumerate(sorted(collector.skipped.items())):
        metadata[f"unmapped.{name}/{place}"] = f"{number} of its samples: {reason}"
    size = collector.file.write(path)
    for name, number in sorted(collector.counts.items()):
        print(f"{number:5} {name}")
    print(f"{count} cases, {size} bytes")


if __name__ == "__main__":
    main()
