#!/usr/bin/env python3
"""Writes the golden vectors of ONNX: its backend's node tests on float32 that networks need.

Needs: onnx, numpy. The names of the cases are in Scripts/golden-onnx-cases.txt. The cases are built
in memory by `onnx.backend.test.loader`; the loader seeds numpy with 0 before each, so that every run
gives the same data. For each output an error bound is worked out from the operation's arithmetic:
`ulps` units of the rounding error, times a scale for each element.

Usage: make-golden-onnx.py [FILE]
"""

import math
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import helper
from onnx.backend.test.loader import load_model_tests
from onnx.reference import ReferenceEvaluator

from golden_file import GoldenFile, listed

ROOT = Path(__file__).resolve().parent.parent
NAMES = ROOT / "Scripts/golden-onnx-cases.txt"
FILE = ROOT / "Sources/CConformanceData/golden-onnx.safetensors"

# Both sides are exact, or correctly rounded.
EXACT = (
    "MaxPool GlobalMaxPool Relu Neg Abs Max Min Clip ReduceMax ReduceMin ArgMax ArgMin Transpose "
    "Reshape Flatten Concat Slice Pad Where Gather Add Sub Mul Div Sqrt"
).split()

# Our stated error plus that of numpy's float32 functions (at most 4 ulp), and one rounding more.
ELEMENTWISE = {"Exp": 6, "Log": 7, "Tanh": 8, "Sigmoid": 9, "Pow": 8, "LeakyRelu": 2}

# Outputs above this size get a scale for each plane instead of each element, to save space.
LARGE = 20_000

# Expected values that ONNX writes down with four digits: the last may be off by one.
WRITTEN = {"test_averagepool_2d_ceil_last_window_starts_on_pad": 1e-4}


class Case:
    """One test: its node, its attributes, inputs (None where left out) and outputs."""

    def __init__(self, test):
        self.name = test.name
        self.model = test.model
        (self.node,) = test.model.graph.node
        self.operation = self.node.op_type
        self.attributes = {a.name: helper.get_attribute_value(a) for a in self.node.attribute}
        arrays, self.outputs = [[np.asarray(x) for x in part] for part in test.data_sets[0]]
        given = iter(arrays)
        self.inputs = [next(given) if name else None for name in self.node.input]

    def text(self):
        """The attributes as text."""

        def plain(value):
            if isinstance(value, bytes):
                return value.decode()
            return listed(value) if isinstance(value, list) else str(value)

        return {"op": self.operation} | {k: plain(v) for k, v in self.attributes.items()}

    def of_magnitudes(self):
        """The outputs for the magnitudes of the inputs: of sums of products, the sums of
        magnitudes."""
        inputs = {
            name: np.abs(x) if x.dtype == np.float32 else x
            for name, x in zip(self.node.input, self.inputs)
            if x is not None
        }
        return ReferenceEvaluator(self.model).run(None, inputs)

    def bounds(self):
        """For each output, the ulps and the scale; None is the output's own magnitude."""
        operation = self.operation
        if self.name in WRITTEN:
            return [(2**23, np.asarray(WRITTEN[self.name]))]
        if operation in EXACT:
            return [(0, None) for _ in self.outputs]
        if operation in ELEMENTWISE:
            return [(ELEMENTWISE[operation], None) for _ in self.outputs]
        return BOUNDS[operation](self)


def sums_of_products(case):
    """Both sides are off by at most k·ε·Σ|a·b|."""
    first, second = case.inputs[0], case.inputs[1]
    if case.operation == "Conv":
        count = second[0].size
    elif case.operation == "ConvTranspose":
        count = first.shape[1] * math.prod(second.shape[2:])
    elif case.operation == "Gemm":
        count = first.shape[0 if case.attributes.get("transA") else 1] + 2
    else:
        count = first.shape[-1]
    return [(2 * count + 2, case.of_magnitudes()[0])]


def average_pool(case):
    if case.operation == "GlobalAveragePool":
        count = math.prod(case.inputs[0].shape[2:])
    else:
        count = math.prod(case.attributes["kernel_shape"])
    scale = case.of_magnitudes()[0]
    if scale.size > LARGE:
        scale = scale.max(axis=tuple(range(2, scale.ndim)), keepdims=True)
    # The windows of three dimensions are averaged in two steps.
    return [(2 * count + 6, scale)]


def reduction(case):
    data, output = case.inputs[0], case.outputs[0]
    count = max(data.size // max(output.size, 1), 1)
    return [(count + 3 + math.ceil(math.log2(count)), case.of_magnitudes()[0])]


def distances(x, axis):
    return np.max(x, axis=axis, keepdims=True) - x


def softmax(case):
    x = case.inputs[0]
    axis = case.attributes.get("axis", -1)
    ulps = 2 * (8 + x.shape[axis]) + 2 * math.ceil(distances(x, axis).max())
    return [(ulps, None)]


def log_softmax(case):
    x = case.inputs[0]
    axis = case.attributes.get("axis", -1)
    return [(2 * (8 + x.shape[axis]), 1 + distances(x, axis).max(axis=axis, keepdims=True))]


def loss(case):
    """Losses: -w·logp of one class each, then their sum or their weighted mean."""
    x, labels = case.inputs[0], case.inputs[1]
    classes = x.shape[1]
    isSoftmax = case.operation == "SoftmaxCrossEntropyLoss"
    weights = case.inputs[2] if len(case.inputs) > 2 else np.ones(classes, np.float32)
    ignored = labels == case.attributes.get("ignore_index", np.iinfo(np.int64).min)
    labels = np.where(ignored, 0, labels)
    w = np.where(ignored, 0, weights[labels])
    ulps = 2 * (8 + classes) if isSoftmax else 2
    # The largest distance in the row bounds the label's.
    size = 1 + distances(x, 1) if isSoftmax else np.abs(x)
    scale = w * np.take_along_axis(size, labels[:, None], 1)[:, 0]
    reduce = case.attributes.get("reduction", b"mean")
    if reduce != b"none":
        # Pairwise sums, in blocks of at most 128 (numpy); the mean divides two of them.
        ulps += 2 * (min(scale.size, 128) + math.ceil(math.log2(scale.size)))
        scale = scale.sum() / (w.sum() if reduce == b"mean" else 1)
    found = [(ulps, scale)]
    if len(case.outputs) > 1:
        found.append((2 * (8 + classes), 1 + distances(x, 1).max(axis=1, keepdims=True)))
    return found


def batch_normalization(case):
    x, s, bias, mean, variance = [a.astype(np.float64) for a in case.inputs]
    column = (1, -1) + (1,) * (x.ndim - 2)
    epsilon = case.attributes.get("epsilon", 1e-5)
    if not case.attributes.get("training_mode"):
        spread = np.sqrt(variance + epsilon).reshape(column)
        size = np.abs(s).reshape(column) * (np.abs(x) + np.abs(mean).reshape(column)) / spread
        return [(10, size + np.abs(bias).reshape(column))]
    axes = tuple(i for i in range(x.ndim) if i != 1)
    count = x.size // x.shape[1]
    magnitude = np.abs(x).mean(axis=axes)
    own = x.var(axis=axes)
    spread = np.sqrt(own + epsilon).reshape(column)
    size = np.abs(s).reshape(column) * (np.abs(x) + magnitude.reshape(column)) / spread
    ulps = 2 * count + 12
    return [
        (ulps, size + np.abs(bias).reshape(column)),
        (ulps, 0.9 * np.abs(mean) + 0.1 * magnitude),
        (ulps, 0.9 * variance + 0.1 * (own + magnitude**2)),
    ]


def optimizer(case):
    """A few roundings of terms no larger than these magnitudes."""
    rate = float(case.inputs[0])
    rest = case.inputs[2:]
    kinds = 4 if case.operation == "Adam" else 3
    count = len(rest) // kinds
    bounds = [[] for _ in range(kinds - 1)]
    for i in range(count):
        x, g, *state = [np.abs(rest[kind * count + i]) for kind in range(kinds)]
        gradient = g + x
        if case.operation == "Momentum":
            terms = [x + rate * 2 * (state[0] + gradient), state[0] + gradient]
        else:
            squares = state[-1] + gradient**2
            root = np.sqrt(np.abs(case.outputs[(kinds - 2) * count + i]))
            step = state[0] + gradient if case.operation == "Adam" else gradient
            terms = [x + 2 * rate * step / root, squares]
            if case.operation == "Adam":
                terms.insert(1, step)
        for kind, term in enumerate(terms):
            bounds[kind].append((16, term))
    return [bound for kind in bounds for bound in kind]


def dropout(case):
    """Inference copies; training rounds the scale 1 / (1 - ratio) and the product."""
    training = len(case.inputs) > 2 and bool(case.inputs[2])
    return [(2 if training else 0, None), (0, None)][: len(case.outputs)]


BOUNDS = (
    dict.fromkeys(["Conv", "ConvTranspose", "Gemm", "MatMul"], sums_of_products)
    | dict.fromkeys(["AveragePool", "GlobalAveragePool"], average_pool)
    | dict.fromkeys(["ReduceSum", "ReduceMean"], reduction)
    | {
        "Softmax": softmax,
        "LogSoftmax": log_softmax,
        "BatchNormalization": batch_normalization,
        "Dropout": dropout,
    }
    | dict.fromkeys(["SoftmaxCrossEntropyLoss", "NegativeLogLikelihoodLoss"], loss)
    | dict.fromkeys(["Adam", "Momentum", "Adagrad"], optimizer)
)


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else FILE
    tests = {test.name: test for test in load_model_tests(kind="node")}
    file = GoldenFile()
    file.metadata["about"] = (
        f"Backend node tests of ONNX {onnx.__version__} (Apache-2.0, copyright ONNX Project "
        f"Contributors), built with numpy {np.__version__}, seed 0"
    )
    for name in NAMES.read_text().split():
        case = Case(tests[name])
        bounds = case.bounds()
        assert len(bounds) == len(case.outputs), name
        arrays = {f"input{i}": array for i, array in enumerate(case.inputs)}
        arrays |= {f"output{i}": array for i, array in enumerate(case.outputs)}
        scales = {
            f"output{i}": np.asarray(scale)
            for i, (ulps, scale) in enumerate(bounds)
            if scale is not None
        }
        attributes = case.text() | {"ulps": listed(ulps for ulps, _ in bounds)}
        file.add(name, attributes, arrays, scales)
    print(f"{len(file.metadata) - 1} cases, {len(file.tensors)} tensors, {file.write(path)} bytes")


if __name__ == "__main__":
    main()
