"""Samples of PyTorch's OpInfo database, in the terms of golden_torch_ops.

An adapter takes one sample and gives (operation, inputs, attributes), or says with `Skip` why the
sample has no counterpart.
"""

import torch


class Skip(Exception):
    """Why a sample is left out."""


def pair(value):
    values = single(value)
    return values * 2 if len(values) == 1 else values


def single(value):
    return [int(v) for v in value] if isinstance(value, (tuple, list)) else [int(value)]


def require(condition, reason):
    if not condition:
        raise Skip(reason)


def arguments(sample, *names, **defaults):
    """Positional and keyword arguments by name."""
    values = dict(defaults)
    values.update(zip(names, sample.args))
    values.update(sample.kwargs)
    return values


def plain(name, count=1):
    """Operands only."""

    def adapt(sample):
        inputs = [sample.input, *sample.args]
        require(len(inputs) == count and not sample.kwargs, "has arguments beyond its operands")
        require(
            all(isinstance(x, torch.Tensor) for x in inputs), "has an operand that is no tensor"
        )
        return name, inputs, {}

    return adapt


def scaled(name, reverse=False):
    def adapt(sample):
        values = arguments(sample, "other", alpha=1)
        require(isinstance(values["other"], torch.Tensor), "has an operand that is no tensor")
        inputs = [sample.input, values["other"]]
        return name, inputs[::-1] if reverse else inputs, {"alpha": float(values["alpha"])}

    return adapt


def reduction(name):
    def adapt(sample):
        values = arguments(sample, "dim", "keepdim", dim=None, keepdim=False)
        require(set(values) == {"dim", "keepdim"}, "reduces where a mask says")
        dim = values["dim"]
        if dim is not None and name in ("sum", "mean", "amax", "amin") and dim == ():
            dim = None
        x = sample.input
        require(x.ndim > 0 or dim in (None, 0, -1, ()), "names a dimension of a scalar")
        dim = None if dim is None or x.ndim == 0 else single(dim)
        return name, [x], {"dim": dim, "keepdim": int(values["keepdim"])}

    return adapt


def argument(name):
    def adapt(sample):
        values = arguments(sample, "dim", "keepdim", dim=None, keepdim=False)
        require(
            values["dim"] is not None and not values["keepdim"] and sample.input.ndim,
            "searches all dimensions, keeps them, or searches a scalar",
        )
        return name, [sample.input], {"dim": int(values["dim"])}

    return adapt


def along(name):
    def adapt(sample):
        values = arguments(sample, "dim")
        require(values.get("dtype") is None, "converts to another type")
        require(sample.input.ndim, "is of a scalar, which has no dimension")
        return name, [sample.input], {"dim": int(values["dim"])}

    return adapt


def log_sum_exp(sample):
    values = arguments(sample, "dim", "keepdim", keepdim=False)
    dims = single(values["dim"])
    require(
        len(dims) == 1 and sample.input.ndim and sample.input.numel(),
        "goes over several dimensions, a scalar or nothing",
    )
    return "logsumexp", [sample.input], {"dim": dims[0], "keepdim": int(values["keepdim"])}


def variance(sample):
    if sample.args and isinstance(sample.args[0], bool):
        values = {"dim": None, "unbiased": sample.args[0], "keepdim": False}
    else:
        values = arguments(sample, "dim", dim=None, unbiased=True, keepdim=False)
    correction = values.get("correction", 1 if values["unbiased"] else 0)
    require(correction is not None and float(correction) >= 0, "has another correction")
    x, dim = sample.input, values["dim"]
    dim = list(range(x.ndim)) if dim is None or dim == () else single(dim)
    count = 1
    for d in dim:
        count *= x.shape[d] if x.ndim else 1
    require(x.ndim and count > correction, "divides by nothing")
    return (
        "var",
        [x],
        {"dim": dim, "correction": float(correction), "keepdim": int(values["keepdim"])},
    )


def matrix(factors):
    def adapt(sample):
        values = arguments(sample, alpha=1, beta=1)
        alpha, beta = float(values.pop("alpha")), float(values.pop("beta"))
        require(not values, "has other arguments")
        return "addmm", [sample.input, *sample.args], {"alpha": alpha, "beta": beta}

    return adapt if factors else plain("matmul", 2)


def linear(sample):
    inputs = [sample.input, *sample.args]
    require(inputs[1].ndim == 2, "has weights that are no matrix")
    require(len(inputs) < 3 or inputs[2] is None or inputs[2].ndim == 1, "has another bias")
    return "linear", [x for x in inputs if x is not None], {}


def convolution(axes):
    def adapt(sample):
        values = arguments(
            sample, "weight", "bias", bias=None, stride=1, padding=0, dilation=1, groups=1
        )
        x, w = sample.input, values["weight"]
        require(x.ndim == axes + 2, "has no batch")
        spread = pair if axes == 2 else single
        stride, dilation = spread(values["stride"]), spread(values["dilation"])
        if values["padding"] == "valid":
            before = after = [0] * axes
        elif values["padding"] == "same":
            whole = [d * (k - 1) for d, k in zip(dilation, w.shape[2:])]
            before = [p // 2 for p in whole]
            after = [p - q for p, q in zip(whole, before)]
        else:
            before = after = spread(values["padding"])
        inputs = [x, w] + ([values["bias"]] if values["bias"] is not None else [])
        return (
            f"conv{axes}d",
            inputs,
            {
                "stride": stride,
                "pads": before + after,
                "dilation": dilation,
                "groups": int(values["groups"]),
            },
        )

    return adapt


def max_pool(axes):
    def adapt(sample):
        values = arguments(
            sample, "kernel_size", "stride", stride=None, padding=0, dilation=1, ceil_mode=False
        )
        spread = pair if axes == 2 else single
        x = sample.input
        require(x.ndim == axes + 2, "has no batch")
        require(not values.get("return_indices"), "gives positions too")
        kernel = spread(values["kernel_size"])
        stride = kernel if values["stride"] in (None, ()) else spread(values["stride"])
        return (
            f"max_pool{axes}d",
            [x],
            {
                "kernel": kernel,
                "stride": stride,
                "pads": spread(values["padding"]),
                "dilation": spread(values["dilation"]),
                "ceil": int(values["ceil_mode"]),
            },
        )

    return adapt


def avg_pool(axes):
    def adapt(sample):
        values = arguments(
            sample,
            "kernel_size",
            "stride",
            "padding",
            "ceil_mode",
            "count_include_pad",
            "divisor_override",
            stride=None,
            padding=0,
            ceil_mode=False,
            count_include_pad=True,
            divisor_override=None,
        )
        spread = pair if axes == 2 else single
        x = sample.input
        require(x.ndim == axes + 2, "has no batch")
        require(values["divisor_override"] is None, "divides by a given number")
        kernel = spread(values["kernel_size"])
        stride = kernel if values["stride"] in (None, ()) else spread(values["stride"])
        return (
            f"avg_pool{axes}d",
            [x],
            {
                "kernel": kernel,
                "stride": stride,
                "pads": spread(values["padding"]),
                "ceil": int(values["ceil_mode"]),
                "counts_padding": int(values["count_include_pad"]),
            },
        )

    return adapt


def cross_entropy(sample):
    values = arguments(
        sample, "target", weight=None, reduction="mean", label_smoothing=0.0, ignore_index=-100
    )
    labels, x = values["target"], sample.input
    require(not labels.is_floating_point(), "has probabilities as targets")
    require(x.ndim >= 2, "has no batch")
    require(values["weight"] is None or not values["label_smoothing"], "weighs and smooths")
    return (
        "cross_entropy",
        [x, labels, values["weight"]],
        {
            "reduction": values["reduction"],
            "label_smoothing": float(values["label_smoothing"]),
            "ignore_index": int(values["ignore_index"]),
        },
    )


def nll_loss(sample):
    values = arguments(sample, "target", weight=None, reduction="mean", ignore_index=-100)
    x = sample.input
    require(x.ndim >= 2 and x.numel(), "has no batch, or nothing in it")
    return (
        "nll_loss",
        [x, values["target"], values["weight"]],
        {"reduction": values["reduction"], "ignore_index": int(values["ignore_index"])},
    )


def loss(name):
    def adapt(sample):
        values = arguments(sample, "target", reduction="mean")
        require(set(values) == {"target", "reduction"}, "weighs the elements")
        require(sample.input.shape == values["target"].shape, "stretches the target")
        return name, [sample.input, values["target"]], {"reduction": values["reduction"]}

    return adapt


def batch_norm(sample):
    values = arguments(
        sample,
        "mean",
        "variance",
        "weight",
        "bias",
        mean=None,
        variance=None,
        weight=None,
        bias=None,
        training=False,
        eps=1e-5,
    )
    x = sample.input
    require(x.numel(), "has nothing in it")
    require(x.ndim >= 2 and values["eps"] > 0, "has a negative ε")
    training = bool(values["training"])
    require(not training or x.numel() > x.shape[1], "has one element for each channel")
    return (
        "batch_norm",
        [
            x,
            None if training else values["mean"],
            None if training else values["variance"],
            values["weight"],
            values["bias"],
        ],
        {"training": int(training), "eps": float(values["eps"])},
    )


def layer_norm(sample):
    values = arguments(sample, "shape", "weight", "bias", weight=None, bias=None, eps=1e-5)
    x, axes = sample.input, len(values["shape"])
    require(x.numel() and values["eps"] > 0, "has nothing in it, or a negative ε")
    require(x.shape[x.ndim - axes :].numel() > 1, "normalizes one element")
    return (
        "layer_norm",
        [x, None, None, values["weight"], values["bias"]],
        {"axes": axes, "eps": float(values["eps"]), "affine_all": 1},
    )


def reshape(sample):
    return "reshape", [sample.input], {"shape": [int(v) for v in sample.args[0]]}


def reshaped(function):
    """An operation that only changes the shape."""

    def adapt(sample):
        result = function(sample.input, *sample.args, **sample.kwargs)
        return "reshape", [sample.input], {"shape": list(result.shape)}

    return adapt


def permuted(function):
    """An operation that only changes the order of dimensions."""

    def adapt(sample):
        x = sample.input
        marked = torch.empty([d + 2 for d in range(x.ndim)])
        order = [e - 2 for e in function(marked, *sample.args, **sample.kwargs).shape]
        return "permute", [x], {"dims": order}

    return adapt


def flip(sample):
    dims = sample.args[0] if sample.args else sample.kwargs["dims"]
    return "flip", [sample.input], {"dims": [d % max(sample.input.ndim, 1) for d in dims]}


def pad(sample):
    values = arguments(sample, "pad", "mode", "value", mode="constant", value=0.0)
    require(values["mode"] == "constant", "pads by reflection or repetition")
    sides = list(values["pad"])
    require(min(sides, default=0) >= 0, "cuts by negative padding")
    before, after = sides[0::2][::-1], sides[1::2][::-1]
    return "pad", [sample.input], {"pads": before + after, "value": float(values["value"] or 0)}


def joined(name):
    def adapt(sample):
        values = arguments(sample, "dim", dim=0)
        parts = list(sample.input)
        require(len({x.ndim for x in parts}) == 1, "joins tensors of several ranks")
        return name, parts, {"dim": int(values["dim"])}

    return adapt


def expand(sample):
    x, shape = sample.input, [int(v) for v in sample.args[0]]
    missing = len(shape) - x.ndim
    return (
        "expand",
        [x],
        {"shape": [x.shape[i - missing] if v == -1 else v for i, v in enumerate(shape)]},
    )


def narrow(sample):
    dim, start, length = sample.args
    require(isinstance(start, int), "has a start that is a tensor")
    dim, start = dim % sample.input.ndim, start % max(sample.input.shape[dim], 1)
    return "slice", [sample.input], {"dim": dim, "start": start, "end": start + length, "step": 1}


def index_select(sample):
    dim, index = sample.args
    require(sample.input.ndim, "is of a scalar, which has no dimension")
    return "index_select", [sample.input, index], {"dim": int(dim)}


def roll(sample):
    values = arguments(sample, "shifts", "dims", dims=None)
    require(
        values["dims"] is not None and sample.input.numel(),
        "rolls the flattened tensor, or nothing",
    )
    shifts, dims = single(values["shifts"]), single(values["dims"])
    require(len(dims) == 1, "rolls several dimensions")
    return "roll", [sample.input], {"dim": dims[0] % sample.input.ndim, "shift": shifts[0]}


def repeat(sample):
    counts = [int(v) for v in sample.args[0]] if sample.args else []
    require(
        len(counts) >= sample.input.ndim and all(counts), "repeats nothing, or too few dimensions"
    )
    return "repeat", [sample.input], {"counts": counts}


def where(sample):
    condition, other = sample.args
    return "where", [condition.to(sample.input.dtype), sample.input, other], {}


def clamp(sample):
    raise Skip("has bounds that are tensors")


def hardtanh(sample):
    raise Skip("stops the gradient on the bounds, where clamp lets it pass")


def leaky_relu(sample):
    values = arguments(sample, "negative_slope", negative_slope=0.01)
    return "leaky_relu", [sample.input], {"slope": float(values["negative_slope"])}


def relu(sample):
    return "relu", [sample.input], {}


def gelu(sample):
    require(sample.kwargs.get("approximate", "none") == "none", "is the tanh approximation")
    return "gelu", [sample.input], {}


def addcmul(sample):
    require(set(sample.kwargs) <= {"value"}, "has other arguments")
    return "addcmul", [sample.input, *sample.args], {"value": float(sample.kwargs.get("value", 1))}


def power(sample):
    (other,) = sample.args
    require(isinstance(other, torch.Tensor), "has an operand that is no tensor")
    return "pow", [sample.input, other], {}


ADAPTERS = {
    name: plain(name)
    for name in ("neg abs sign exp log sqrt rsqrt reciprocal square tanh sigmoid erf").split()
}
ADAPTERS |= {name: plain(name, 2) for name in "mul maximum minimum eq ne lt le gt ge".split()}
ADAPTERS |= {f"nn.functional.{name}": plain(name) for name in "silu softsign tanhshrink".split()}
ADAPTERS |= {
    "sgn": plain("sign"),
    "nn.functional.relu": relu,
    "nn.functional.leaky_relu": leaky_relu,
    "nn.functional.gelu": gelu,
    "clamp": clamp,
    "nn.functional.hardtanh": hardtanh,
    "add": scaled("add"),
    "sub": scaled("sub"),
    "rsub": scaled("sub", reverse=True),
    "div/no_rounding_mode": plain("div", 2),
    "true_divide": plain("div", 2),
    "pow": power,
    "max/binary": plain("maximum", 2),
    "min/binary": plain("minimum", 2),
    "where": where,
    "sum": reduction("sum"),
    "mean": reduction("mean"),
    "amax": reduction("amax"),
    "amin": reduction("amin"),
    "argmax": argument("argmax"),
    "argmin": argument("argmin"),
    "softmax": along("softmax"),
    "log_softmax": along("log_softmax"),
    "logsumexp": log_sum_exp,
    "var": variance,
    "var/unbiased": variance,
    "matmul": plain("matmul", 2),
    "mm": plain("matmul", 2),
    "bmm": plain("matmul", 2),
    "mv": plain("matmul", 2),
    "dot": plain("matmul", 2),
    "addmm": matrix(True),
    "addmv": matrix(True),
    "baddbmm": matrix(True),
    "nn.functional.linear": linear,
    "nn.functional.conv1d": convolution(1),
    "nn.functional.conv2d": convolution(2),
    "nn.functional.max_pool1d": max_pool(1),
    "nn.functional.max_pool2d": max_pool(2),
    "nn.functional.avg_pool1d": avg_pool(1),
    "nn.functional.avg_pool2d": avg_pool(2),
    "nn.functional.cross_entropy": cross_entropy,
    "nn.functional.nll_loss": nll_loss,
    "nn.functional.mse_loss": loss("mse_loss"),
    "nn.functional.l1_loss": loss("l1_loss"),
    "nn.functional.batch_norm": batch_norm,
    "nn.functional.layer_norm": layer_norm,
    "reshape": reshape,
    "view": reshape,
    "permute": permuted(torch.permute),
    "transpose": permuted(torch.transpose),
    "movedim": permuted(torch.movedim),
    "t": permuted(torch.t),
    "flip": flip,
    "squeeze": reshaped(torch.squeeze),
    "unsqueeze": reshaped(torch.unsqueeze),
    "flatten": reshaped(torch.flatten),
    "nn.functional.pad/constant": pad,
    "cat": joined("cat"),
    "stack": joined("stack"),
    "expand": expand,
    "broadcast_to": expand,
    "narrow": narrow,
    "index_select": index_select,
    "roll": roll,
    "repeat": repeat,
    "addcmul": addcmul,
}


def op_infos():
    """The database's entries that have an adapter."""
    from torch.testing._internal.common_methods_invocations import op_db

    for info in op_db:
        name = f"{info.name}/{info.variant_test_name}" if info.variant_test_name else info.name
        if name in ADAPTERS:
            yield name, info, ADAPTERS[name]
