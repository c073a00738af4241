"""The operations of the PyTorch vectors, in PyTorch's terms, with their bounds."""

import math

import torch
import torch.nn.functional as F

import golden_torch_bounds as bounds
from golden_torch_bounds import (
    Custom,
    Elementwise,
    Moving,
    Multilinear,
    cross_entropy,
    log_softmax,
    log_sum_exp,
    normalization,
    positive_sums,
    softmax,
    variance,
)

ONE = lambda y, *x: torch.ones_like(y)


def padded(x, pads, value=0.0):
    """Padding as before and behind each of the last axes."""
    half = len(pads) // 2
    order = [side for axis in reversed(range(half)) for side in (pads[axis], pads[half + axis])]
    return F.pad(x, order, value=value)


def conv2d(x, w, b=None, *, stride, pads, dilation, groups):
    return F.conv2d(padded(x, pads), w, b, stride, 0, dilation, groups)


def conv1d(x, w, b=None, *, stride, pads, dilation, groups):
    return F.conv1d(padded(x, pads), w, b, stride, 0, dilation, groups)


def max_pool2d(x, *, kernel, stride, pads, dilation, ceil):
    return F.max_pool2d(x, kernel, stride, pads, dilation, bool(ceil))


def max_pool1d(x, *, kernel, stride, pads, dilation, ceil):
    return F.max_pool1d(x, kernel, stride, pads, dilation, bool(ceil))


def avg_pool2d(x, *, kernel, stride, pads, ceil, counts_padding):
    return F.avg_pool2d(x, kernel, stride, pads, bool(ceil), bool(counts_padding))


def avg_pool1d(x, *, kernel, stride, pads, ceil, counts_padding):
    return F.avg_pool1d(x, kernel, stride, pads, bool(ceil), bool(counts_padding))


def window(inputs, attributes):
    return math.prod(attributes["kernel"])


def reduced(function):
    def apply(x, *, dim, keepdim):
        if dim is None:
            dim = list(range(x.ndim))
        return function(x, dim, bool(keepdim)) if dim else x

    return apply


def extent(inputs, attributes):
    (x,), dim = inputs, attributes["dim"]
    return math.prod(x.shape) if dim is None else math.prod(x.shape[d] for d in dim if x.ndim)


def extremum(function):
    # PyTorch's amax shares the gradient among equals; no two are equal in these samples.
    return reduced(lambda x, dim, keepdim: function(x, dim, keepdim))


def batch_norm(x, mean, variance, w, b, *, training, eps):
    return F.batch_norm(
        x,
        None if training else mean,
        None if training else variance,
        w,
        b,
        bool(training),
        0.1,
        eps,
    )


def layer_norm(x, mean, variance, w, b, *, axes, eps, affine_all):
    return F.layer_norm(x, x.shape[x.ndim - axes :], w, b, eps)


def nll_loss(x, labels, w=None, *, reduction, ignore_index):
    return F.nll_loss(x, labels, w, ignore_index=ignore_index, reduction=reduction)


def gelu_slope(y, x):
    return 1 + x.abs() * torch.exp(-x * x / 2) * (1 + x * x)


OPS = {
    # Elements moved or chosen.
    "neg": Moving(torch.neg),
    "abs": Moving(torch.abs),
    "sign": Moving(torch.sign),
    "relu": Moving(F.relu),
    # The slope is rounded too.
    "leaky_relu": Moving(lambda x, slope: F.leaky_relu(x, slope), ulps=2),
    "clamp": Moving(lambda x, low, high: torch.clamp(x, low, high)),
    "maximum": Moving(torch.maximum),
    "minimum": Moving(torch.minimum),
    "where": Moving(lambda c, a, b: torch.where(c != 0, a, b)),
    "reshape": Moving(lambda x, shape: x.reshape(shape)),
    "permute": Moving(lambda x, dims: x.permute(dims)),
    "flip": Moving(lambda x, dims: x.flip(dims)),
    "expand": Moving(lambda x, shape: x.expand(shape)),
    "slice": Moving(
        lambda x, dim, start, end, step: x[(slice(None),) * dim + (slice(start, end, step),)]
    ),
    "pad": Moving(padded),
    "cat": Moving(lambda *x, dim: torch.cat(x, dim)),
    "stack": Moving(lambda *x, dim: torch.stack(x, dim)),
    "roll": Moving(lambda x, dim, shift: x.roll(shift, dim)),
    "repeat": Moving(lambda x, counts: x.repeat(counts)),
    "index_select": Moving(lambda x, i, dim: torch.index_select(x, dim, i.long()), pairwise=False),
    "amax": Moving(extremum(torch.amax)),
    "amin": Moving(extremum(torch.amin)),
    "max_pool2d": Moving(max_pool2d, pairwise=False),
    "max_pool1d": Moving(max_pool1d, pairwise=False),
    # Positions and truth values: no gradient.
    "argmax": Moving(lambda x, dim: x.argmax(dim).double()),
    "argmin": Moving(lambda x, dim: x.argmin(dim).double()),
    "eq": Moving(lambda a, b: (a == b).double()),
    "ne": Moving(lambda a, b: (a != b).double()),
    "lt": Moving(lambda a, b: (a < b).double()),
    "le": Moving(lambda a, b: (a <= b).double()),
    "gt": Moving(lambda a, b: (a > b).double()),
    "ge": Moving(lambda a, b: (a >= b).double()),
    # Sums of products.
    "sum": Multilinear(reduced(torch.sum), pairwise=True, extra=1),
    "mean": Multilinear(reduced(torch.mean), pairwise=True, divisor=extent),
    "matmul": Multilinear(torch.matmul, extra=1),
    "addmm": Multilinear(
        lambda c, a, b, alpha, beta: beta * c + alpha * torch.matmul(a, b), extra=4
    ),
    "linear": Multilinear(F.linear, extra=1),
    "conv2d": Multilinear(conv2d, extra=1),
    "conv1d": Multilinear(conv1d, extra=1),
    "avg_pool2d": Multilinear(avg_pool2d, divisor=window),
    "avg_pool1d": Multilinear(avg_pool1d, divisor=window),
    "add": Multilinear(lambda a, b, alpha: torch.add(a, b, alpha=alpha), pairwise=True),
    "sub": Multilinear(
        lambda a, b, alpha: torch.sub(a, b, alpha=alpha),
        lambda a, b, alpha: torch.add(a, b, alpha=alpha),
        pairwise=True,
    ),
    "addcmul": Multilinear(
        lambda x, a, b, value: torch.addcmul(x, a, b, value=value), extra=4, pairwise=True
    ),
    # Functions of elements: ulps of the value; ulps and scale of each derivative.
    "mul": Elementwise(torch.mul, 1, (2, lambda y, a, b: b), (2, lambda y, a, b: a)),
    "div": Elementwise(torch.div, 1, (2, lambda y, a, b: 1 / b), (5, lambda y, a, b: a / b**2)),
    "pow": Elementwise(
        torch.pow,
        4,
        (8, lambda y, a, b: b * a ** (b - 1) * (1 + ((b - 1) * a.log()).abs())),
        (8, lambda y, a, b: y * a.log()),
    ),
    "exp": Elementwise(torch.exp, 3, (4, lambda y, x: y)),
    "log": Elementwise(torch.log, 3, (2, lambda y, x: 1 / x)),
    "sqrt": Elementwise(torch.sqrt, 1, (4, lambda y, x: 1 / y)),
    "rsqrt": Elementwise(torch.rsqrt, 3, (9, lambda y, x: y**3)),
    "reciprocal": Elementwise(torch.reciprocal, 1, (4, lambda y, x: y**2)),
    "square": Elementwise(torch.square, 1, (2, lambda y, x: 2 * x)),
    "tanh": Elementwise(torch.tanh, 4, (9, ONE)),
    "sigmoid": Elementwise(torch.sigmoid, 5, (13, lambda y, x: y)),
    "erf": Elementwise(torch.erf, 4, (7, lambda y, x: 1.2 * torch.exp(-x * x) * (1 + x * x))),
    "gelu": Elementwise(
        F.gelu, 17, (12, gelu_slope), scale=lambda y, x: torch.maximum(y.abs(), x.abs())
    ),
    "silu": Elementwise(F.silu, 7, (20, lambda y, x: (1 + x.abs()) * x.sigmoid())),
    "softsign": Elementwise(F.softsign, 3, (10, lambda y, x: 1 / (1 + x.abs()))),
    "tanhshrink": Elementwise(
        lambda x: x - torch.tanh(x), 5, (11, ONE), scale=lambda y, x: x.abs()
    ),
    # The softmax family, losses and normalizations.
    "softmax": Custom(lambda x, dim: torch.softmax(x, dim), softmax),
    "log_softmax": Custom(lambda x, dim: torch.log_softmax(x, dim), log_softmax),
    "logsumexp": Custom(
        lambda x, dim, keepdim: torch.logsumexp(x, dim, bool(keepdim)), log_sum_exp
    ),
    "cross_entropy": Custom(
        lambda x, labels, w, reduction, label_smoothing, ignore_index: F.cross_entropy(
            x,
            labels,
            w,
            reduction=reduction,
            label_smoothing=label_smoothing,
            ignore_index=ignore_index,
        ),
        cross_entropy,
        fixed=(1, 2),
    ),
    "nll_loss": Custom(nll_loss, bounds.nll_loss, fixed=(1, 2)),
    "mse_loss": Custom(
        lambda a, b, reduction: F.mse_loss(a, b, reduction=reduction), positive_sums(4)
    ),
    "l1_loss": Custom(
        lambda a, b, reduction: F.l1_loss(a, b, reduction=reduction), positive_sums(2)
    ),
    "var": Custom(
        lambda x, dim, correction, keepdim: torch.var(
            x, dim, correction=correction, keepdim=bool(keepdim)
        ),
        variance,
    ),
    "batch_norm": Custom(
        batch_norm, normalization(lambda x, a: [d for d in range(x.ndim) if d != 1]), fixed=(1, 2)
    ),
    "layer_norm": Custom(
        layer_norm, normalization(lambda x, a: list(range(x.ndim - a["axes"], x.ndim)))
    ),
}
