"""Cases of our own beside OpInfo's: grids over parameters, broadcasting, and special values.

A case is (operation, inputs, attributes, whether it has gradients).
"""

import itertools

import torch

SPECIAL = [
    -float("inf"),
    -1e20,
    -2.0,
    -1e-30,
    -0.0,
    0.0,
    1e-30,
    0.5,
    1e20,
    float("inf"),
    float("nan"),
]


def normal(*shape):
    return torch.randn(shape, dtype=torch.float32)


def positive(*shape):
    return torch.rand(shape, dtype=torch.float32) * 3 + 0.1


def convolutions():
    strides, paddings = ([1, 1], [2, 2], [2, 1]), ([0] * 4, [1] * 4, [1, 0, 2, 1])
    for stride, pads, dilation, kernel, (groups, bias) in itertools.product(
        strides,
        paddings,
        ([1, 1], [2, 1]),
        ([3, 3], [2, 3], [1, 1]),
        ((1, True), (1, False), (2, True)),
    ):
        x, w = normal(1, 2, 5, 5), normal(2, 2 // groups, *kernel)
        inputs = [x, w] + ([normal(2)] if bias else [])
        yield "conv2d", inputs, {
            "stride": stride,
            "pads": pads,
            "dilation": dilation,
            "groups": groups,
        }, True


def max_pools():
    for kernel, stride, pad, dilation, ceil in itertools.product(
        ([2, 2], [3, 2], [3, 3]), ([1, 1], [2, 2], [2, 3]), (0, 1), ([1, 1], [2, 2]), (0, 1)
    ):
        yield "max_pool2d", [normal(1, 2, 6, 5)], {
            "kernel": kernel,
            "stride": stride,
            "pads": [pad, pad],
            "dilation": dilation,
            "ceil": ceil,
        }, True
    # Of equals the first wins: whole numbers have many.
    for stride in ([1, 1], [2, 2]):
        yield "max_pool2d", [torch.randint(0, 3, (1, 2, 5, 5)).float()], {
            "kernel": [2, 3],
            "stride": stride,
            "pads": [0, 1],
            "dilation": [1, 1],
            "ceil": 0,
        }, True
    special = torch.tensor([x for x in SPECIAL for _ in range(3)] + [1.0, 2, 3]).reshape(1, 1, 6, 6)
    for kernel in ([2, 2], [3, 3], [1, 3]):
        yield "max_pool2d", [special[..., torch.randperm(6), :]], {
            "kernel": kernel,
            "stride": [1, 1],
            "pads": [0, 0],
            "dilation": [1, 1],
            "ceil": 0,
        }, False


def average_pools():
    for kernel, stride, pad, ceil, counts in itertools.product(
        ([2, 2], [3, 2], [3, 3]), ([1, 1], [2, 2], [2, 3]), (0, 1), (0, 1), (0, 1)
    ):
        yield "avg_pool2d", [normal(1, 2, 6, 5)], {
            "kernel": kernel,
            "stride": stride,
            "pads": [pad, pad],
            "ceil": ceil,
            "counts_padding": counts,
        }, True


def losses():
    for classes, batch, smoothing, reduction in itertools.product(
        (2, 5, 10), (1, 4), (0.0, 0.1, 0.5), ("none", "sum", "mean")
    ):
        labels = torch.randint(0, classes, (batch,))
        yield "cross_entropy", [normal(batch, classes) * 3, labels, None], {
            "reduction": reduction,
            "label_smoothing": smoothing,
            "ignore_index": -100,
        }, True
    for reduction, ignored in itertools.product(("none", "sum", "mean"), (-100, 1)):
        labels = torch.tensor([0, 1, 2, 0])
        yield "cross_entropy", [normal(4, 3), labels, positive(3)], {
            "reduction": reduction,
            "label_smoothing": 0.0,
            "ignore_index": ignored,
        }, True
        for name in ("mse_loss", "l1_loss"):
            yield name, [normal(3, 4), normal(3, 4)], {"reduction": reduction}, True


def products():
    for batch, inner, outputs, bias in itertools.product((1, 2, 5), (1, 3, 8), (1, 4), (0, 1)):
        inputs = [normal(batch, inner), normal(outputs, inner)] + [normal(outputs)] * bias
        yield "linear", inputs, {}, True
    for a, b in (
        ((3,), (3,)),
        ((2, 3), (3,)),
        ((3,), (3, 4)),
        ((2, 3), (3, 4)),
        ((1, 5), (5, 1)),
        ((5, 1), (1, 5)),
        ((2, 2, 3), (3, 2)),
        ((2, 3), (4, 3, 2)),
        ((2, 2, 3), (2, 3, 2)),
        ((2, 1, 2, 3), (3, 3, 2)),
        ((1, 3, 2, 2), (2, 1, 2, 3)),
        ((2, 2, 3), (3,)),
        ((3,), (2, 3, 2)),
        ((1, 1), (1, 1)),
        ((2, 17), (17, 2)),
        ((3, 9), (9, 3)),
        ((1, 33), (33, 1)),
        ((2, 0), (0, 3)),
        ((0, 3), (3, 2)),
        ((2, 1, 3), (1, 3, 2)),
    ):
        yield "matmul", [normal(*a), normal(*b)], {}, True


def softmaxes():
    for name, (shape, dim), (size, offset) in itertools.product(
        ("softmax", "log_softmax"),
        (
            ((1,), 0),
            ((7,), 0),
            ((3, 4), 0),
            ((3, 4), 1),
            ((2, 3, 2), 1),
            ((2, 3, 2), -1),
            ((2, 3, 2), 0),
        ),
        ((1, 0), (10, 0), (1, 1000)),
    ):
        yield name, [normal(*shape) * size + offset], {"dim": dim}, True
    rows = torch.tensor(
        [
            [0, -float("inf"), 1],
            [-float("inf")] * 3,
            [float("inf"), 0, 1],
            [float("nan"), 0, 1],
            [1e30, -1e30, 0],
            [-1e30, -1e30, -1e30],
            [1e-30, -1e-30, 0],
            [0, -0.0, 0],
        ]
    )
    for name in ("softmax", "log_softmax"):
        yield name, [rows], {"dim": 1}, False


def reductions():
    for shape in ((4,), (3, 4), (2, 3, 4)):
        every = [None] + [
            list(c)
            for n in range(1, len(shape) + 1)
            for c in itertools.combinations(range(len(shape)), n)
        ]
        for name, dim, keepdim in itertools.product(("sum", "mean", "amax", "amin"), every, (0, 1)):
            yield name, [normal(*shape)], {"dim": dim, "keepdim": keepdim}, True
    for name in ("sum", "mean"):
        yield name, [normal(300)], {"dim": None, "keepdim": 0}, True
        yield name, [torch.tensor([1e8] + [1.0] * 40 + [-1e8])], {"dim": None, "keepdim": 0}, True
        yield name, [normal(2, 0, 3)], {"dim": [1], "keepdim": 0}, True
    for name, dim in itertools.product(("argmax", "argmin"), (0, 1, 2, -1)):
        yield name, [normal(2, 3, 4)], {"dim": dim}, False
        yield name, [torch.randint(0, 3, (2, 3, 4)).float()], {"dim": dim}, False
    for name in ("sum", "mean", "amax", "amin"):
        for x in (float("nan"), float("inf"), -float("inf")):
            yield name, [torch.tensor([[1, x, 2], [x, 0, -x], [0.5, 1, 2]])], {
                "dim": [1],
                "keepdim": 0,
            }, False


PAIRS = (
    ((), ()),
    ((3,), ()),
    ((), (3,)),
    ((2, 3), (3,)),
    ((2, 3), (2, 1)),
    ((2, 1), (1, 3)),
    ((1, 3), (2, 1)),
    ((2, 3, 2), (3, 1)),
    ((1,), (5,)),
    ((2, 1, 3), (1, 4, 1)),
    ((2, 3), (2, 3)),
)
UNARY = (
    "neg abs sign relu exp tanh sigmoid erf gelu silu softsign tanhshrink square reciprocal"
).split()


def elementwise():
    for name, (a, b) in itertools.product(
        "add sub mul div maximum minimum pow eq ne lt le gt ge".split(), PAIRS
    ):
        values = [positive(*a) if name == "pow" else normal(*a), normal(*b)]
        if len(name) == 2:
            values = [x.round() for x in values]
        scale = {"alpha": 1.0} if name in ("add", "sub") else {}
        yield name, values, scale, len(name) > 2
    special = torch.tensor(SPECIAL)
    for name in "add sub mul div maximum minimum pow eq ne lt le gt ge".split():
        scale = {"alpha": 1.0} if name in ("add", "sub") else {}
        yield name, [special[:, None], special], scale, False
    for name in UNARY + ["log", "sqrt", "rsqrt"]:
        yield name, [special[:-1] if name == "sign" else special], {}, False
        for shape in ((), (5,), (2, 9), (3, 17)):
            isPositive = name in ("log", "sqrt", "rsqrt", "reciprocal")
            yield name, [positive(*shape) if isPositive else normal(*shape) * 2], {}, True
    for name in ("exp", "tanh", "sigmoid", "erf", "gelu", "silu"):
        yield name, [torch.linspace(-12, 12, 37)], {}, True
    for slope in (0.0, 0.01, 0.2, 1.0, -0.5):
        yield "leaky_relu", [torch.cat([normal(6), torch.tensor([0.0, -0.0])])], {
            "slope": slope
        }, True
        yield "leaky_relu", [special], {"slope": slope}, False
    for low, high in ((-1.0, 1.0), (0.0, 6.0), (0.5, 0.5), (-float("inf"), 0.0)):
        values = torch.cat([normal(6) * 3, torch.tensor([0.0, 0.5, 1, -1, 6])])
        yield "clamp", [values], {"low": low, "high": high}, True
        yield "clamp", [special], {"low": low, "high": high}, False
    yield "relu", [torch.tensor([0.0, -0.0, 1e-30, -1e-30, 1])], {}, True
    for a, b in PAIRS[3:8]:
        yield "where", [(normal(*a) > 0).float(), normal(*b), normal(*a)], {}, True


def normalizations():
    for shape, training, affine, eps in itertools.product(
        ((3, 2), (4, 3, 2), (2, 3, 2, 3), (3, 1, 2, 2)), (0, 1), (0, 1), (1e-5, 0.5)
    ):
        c = shape[1]
        state = [None, None] if training else [normal(c), positive(c)]
        scale = [normal(c), normal(c)] if affine else [None, None]
        yield "batch_norm", [normal(*shape), *state, *scale], {
            "training": training,
            "eps": eps,
        }, True
    for shape, axes, affine in itertools.product(((3, 4), (2, 3, 4)), (1, 2), (0, 1)):
        scale = [normal(*shape[len(shape) - axes :]) for _ in range(2)] if affine else [None, None]
        yield "layer_norm", [normal(*shape), None, None, *scale], {
            "axes": axes,
            "eps": 1e-5,
            "affine_all": 1,
        }, True
    for shape, dim, correction, keepdim in itertools.product(
        ((5,), (3, 4)), ([0], [-1], None), (0.0, 1.0), (0, 1)
    ):
        dims = list(range(len(shape))) if dim is None else dim
        yield "var", [normal(*shape)], {
            "dim": dims,
            "correction": correction,
            "keepdim": keepdim,
        }, True


def movements():
    for start, end, step in itertools.product((0, 1), (3, 5), (1, 2, 4)):
        for dim in (0, 1):
            yield "slice", [normal(5, 6)], {
                "dim": dim,
                "start": start,
                "end": end,
                "step": step,
            }, True
    for pads in itertools.product((0, 2), (0, 1), (0, 1), (0, 3)):
        yield "pad", [normal(2, 3)], {"pads": list(pads), "value": 0.5}, True


GROUPS = (
    convolutions,
    max_pools,
    average_pools,
    losses,
    products,
    softmaxes,
    reductions,
    elementwise,
    normalizations,
    movements,
)
