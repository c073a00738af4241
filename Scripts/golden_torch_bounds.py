"""How far off float32 may be, for each operation of the PyTorch vectors.

A bound is `(ulps, scale)`: an element may be off by ulps · 2⁻²³ · scale. A scale of None is the
element's own magnitude; otherwise it bounds the magnitudes of what is added to make the element. The
numbers of ulps follow the errors that `Sources/DLCore/Backend` states for each requirement.
"""

import math

import torch
import torch.nn.functional as F

# Attributes that only multiply terms: 1 when terms are counted.
FACTORS = ("alpha", "beta", "value")


def leaves_of(inputs, fixed=()):
    """The inputs, of which the floating-point ones, but those at fixed places, take gradients."""
    return [
        (
            x.detach().clone().requires_grad_()
            if x is not None and x.is_floating_point() and place not in fixed
            else x
        )
        for place, x in enumerate(inputs)
    ]


def gradients(fn, inputs, attributes, cotangent, fixed=()):
    """The gradients of ⟨fn(inputs), cotangent⟩; None for inputs that have none."""
    leaves = leaves_of(inputs, fixed)
    wanted = [x for x in leaves if x is not None and x.requires_grad]
    output = fn(*leaves, **attributes)
    if not output.requires_grad:
        return [None for _ in inputs]
    found = iter(torch.autograd.grad(output, wanted, cotangent, allow_unused=True))
    return [next(found) if x is not None and x.requires_grad else None for x in leaves]


def summing(count, pairwise):
    """The ulps that adding so many terms costs."""
    count = max(int(count), 1)
    if count == 1:
        return 0
    return 2 + math.ceil(math.log2(count)) if pairwise else count


class Op:
    """An operation: what PyTorch computes, and the bounds of its result and its gradients."""

    # The places of inputs that PyTorch has no gradient for.
    fixed = ()

    def __init__(self, fn):
        self.fn = fn

    def bounds(self, inputs, attributes, cotangent, output):
        """The output's bound and a list of the gradients' (None for those not computed)."""
        return self.output_bound(inputs, attributes, output), (
            self.gradient_bounds(inputs, attributes, cotangent, output)
            if cotangent is not None
            else [None for _ in inputs]
        )


class Moving(Op):
    """Elements are taken as they are, or with one factor: gradients are sums of cotangents."""

    def __init__(self, fn, ulps=0, pairwise=True):
        super().__init__(fn)
        self.ulps, self.pairwise = ulps, pairwise

    def output_bound(self, inputs, attributes, output):
        return (self.ulps, None)

    def gradient_bounds(self, inputs, attributes, cotangent, output):
        sizes = gradients(self.fn, inputs, attributes, cotangent.abs())
        counts = gradients(self.fn, inputs, attributes, torch.ones_like(cotangent))
        return [
            (
                size
                if size is None
                else (
                    self.ulps + summing(count.abs().max() if count.numel() else 0, self.pairwise),
                    size.abs(),
                )
            )
            for size, count in zip(sizes, counts)
        ]


class Multilinear(Op):
    """Sums of products: off by at most the number of terms times ε·Σ|terms|."""

    def __init__(self, fn, magnitude=None, pairwise=False, divisor=None, extra=2):
        super().__init__(fn)
        self.magnitude = magnitude or fn
        self.pairwise, self.divisor, self.extra = pairwise, divisor, extra

    def sizes(self, inputs, attributes, cotangent):
        """Σ|terms| and the number of terms: of the output, and of each gradient."""
        absolute = {k: abs(v) if k in FACTORS else v for k, v in attributes.items()}
        unit = {k: 1 if k in FACTORS else v for k, v in attributes.items()}
        found = []
        for change, attributes, cotangent in (
            (torch.abs, absolute, cotangent.abs()),
            (torch.ones_like, unit, torch.ones_like(cotangent)),
        ):
            x = [a if a is None or not a.is_floating_point() else change(a) for a in inputs]
            found.append(
                [self.magnitude(*x, **attributes)]
                + gradients(self.magnitude, x, attributes, cotangent)
            )
        return list(zip(*found))

    def bounds(self, inputs, attributes, cotangent, output):
        probe = cotangent if cotangent is not None else torch.ones_like(output)
        divisor = self.divisor(inputs, attributes) if self.divisor else 1
        all_bounds = []
        for size, count in self.sizes(inputs, attributes, probe):
            if size is None:
                all_bounds.append(None)
                continue
            terms = (
                math.ceil(float(count.nan_to_num().max()) * divisor - 1e-6) if count.numel() else 0
            )
            all_bounds.append((self.extra + summing(terms, self.pairwise), size))
        return all_bounds[0], all_bounds[1:]


class Elementwise(Op):
    """A function of elements, with the ulps and scales of its value and partial derivatives."""

    def __init__(self, fn, ulps, *partials, scale=None):
        super().__init__(fn)
        self.ulps, self.partials, self.scale = ulps, partials, scale

    def output_bound(self, inputs, attributes, output):
        return (self.ulps, self.scale(output, *inputs) if self.scale else None)

    def gradient_bounds(self, inputs, attributes, cotangent, output):
        found = []
        for x, (ulps, size) in zip(inputs, self.partials):
            whole = (cotangent * size(output, *inputs)).abs().expand(output.shape)
            # Operands that were stretched get the sum.
            count = output.numel() // max(x.numel(), 1)
            found.append((ulps + summing(count, True), whole.sum_to_size(x.shape)))
        return found


class Custom(Op):
    """An operation whose bounds are worked out by hand."""

    def __init__(self, fn, bounds, fixed=()):
        super().__init__(fn)
        self.by_hand, self.fixed = bounds, fixed

    def bounds(self, inputs, attributes, cotangent, output):
        output_bound, gradient_bounds = self.by_hand(inputs, attributes, cotangent, output)
        if cotangent is None:
            gradient_bounds = [None for _ in inputs]
        return output_bound, gradient_bounds


def distances(x, dim):
    """How far each element lies below the largest along a dimension."""
    return (x.amax(dim, keepdim=True) - x) if x.numel() else x


def farthest(x, dim):
    return math.ceil(float(distances(x, dim).max())) if x.numel() else 0


def softmax(inputs, attributes, cotangent, output):
    """Off by 8 + n + |x - max| ulp; the gradient is y·(g - Σ g·y)."""
    (x,), dim = inputs, attributes["dim"]
    n = x.shape[dim] if x.ndim else 1
    ulps = 9 + n
    size = output * (1 + distances(x, dim).nan_to_num() / ulps)
    if cotangent is None:
        return (ulps, size), None
    g = cotangent.abs()
    return (ulps, size), [(2 * ulps + n, size * (g + (g * size).sum(dim, keepdim=True)))]


def log_softmax(inputs, attributes, cotangent, output):
    """Off by (8 + n)·ε·(1 + |x - max|); the gradient is g - exp(y)·Σ g."""
    (x,), dim = inputs, attributes["dim"]
    n = x.shape[dim] if x.ndim else 1
    far = 1 + distances(x, dim).nan_to_num()
    if cotangent is None:
        return (9 + n, far), None
    g = cotangent.abs()
    size = g + output.exp() * far * g.sum(dim, keepdim=True)
    return (9 + n, far), [(2 * (8 + n) + 4, size)]


def log_sum_exp(inputs, attributes, cotangent, output):
    """Composed as x₀ - logSoftmax(x)₀: log-softmax's error, and two roundings."""
    (x,), dim, keeps = inputs, attributes["dim"], bool(attributes["keepdim"])
    n = x.shape[dim] if x.ndim else 1
    far = (1 + distances(x, dim) + x.abs()).amax(dim, keepdim=keeps)
    if cotangent is None:
        return (12 + n, far), None
    g = (cotangent if keeps else cotangent.unsqueeze(dim)).abs()
    # The composition adds g at place 0 and takes it away again.
    return (12 + n, far), [(2 * (8 + n) + 6, (2 * g).expand(x.shape))]


def label_weights(labels, weights, attributes, dtype):
    """The weight of each label, and how many times larger the mean's terms are than its weights.

    Weights may be negative: a mean divides by their sum, which may be smaller than its terms.
    """
    kept = labels != attributes["ignore_index"]
    factor = kept.to(dtype) * (weights[torch.where(kept, labels, 0)] if weights is not None else 1)
    size = factor.abs()
    if attributes["reduction"] != "mean":
        return size, 1
    return size, size.sum() / factor.sum() ** 2


def cross_entropy(inputs, attributes, cotangent, output):
    """Log-softmax's error for each loss, weighted and added; the gradient is w·(p - t)."""
    x, labels, weights = inputs
    classes, smoothing = x.shape[1], attributes["label_smoothing"]
    factor, share = label_weights(labels, weights, attributes, x.dtype)
    size = (1 + distances(x, 1).amax(1)) * factor
    ulps = 2 * (9 + classes)
    if attributes["reduction"] != "none":
        size = size.sum() * share
        ulps += 2 * summing(labels.numel(), True) + 4
    if cotangent is None:
        return (ulps, size), None
    # Smoothing gives every class a share of the target.
    chosen = torch.where(labels != attributes["ignore_index"], labels, 0)
    target = F.one_hot(chosen, classes).movedim(-1, 1).to(x.dtype)
    target = target * (1 - smoothing) + smoothing / classes
    slope = (cotangent.abs() * factor * share).unsqueeze(1) * (x.softmax(1) + target)
    return (ulps, size), [(ulps + farthest(x, 1) + 8, slope), None, None]


def nll_loss(inputs, attributes, cotangent, output):
    """One product for each row, then sums; the mean divides by the sum of weights."""
    x, labels, weights = inputs
    factor, share = label_weights(labels, weights, attributes, x.dtype)
    chosen = torch.where(labels != attributes["ignore_index"], labels, 0)
    size = x.abs().gather(1, chosen.unsqueeze(1)).squeeze(1) * factor
    ulps = 4
    if attributes["reduction"] != "none":
        size, ulps = size.sum() * share, 4 + 2 * summing(labels.numel(), True)
    if cotangent is None:
        return (ulps, size), None
    slope = (cotangent.abs() * factor * share).unsqueeze(1)
    return (ulps, size), [(ulps, slope.expand(x.shape)), None, None]


def normalization(axes):
    """Bounds of (x - mean) / √(variance + ε) · w + b over the axes, from its composition."""

    def bounds(inputs, attributes, cotangent, output):
        x, mean, variance, w, b = inputs
        dims = axes(x, attributes)
        count = math.prod(x.shape[d] for d in dims)
        if attributes.get("affine_all"):
            shaped = lambda a: a
        else:
            shaped = lambda a: a.reshape([1, -1] + [1] * (x.ndim - 2))
        if attributes.get("training", 1):
            mean, far = x.mean(dims, keepdim=True), x.abs().mean(dims, keepdim=True)
            variance = x.var(dims, keepdim=True, unbiased=False)
        else:
            mean, variance = shaped(mean), shaped(variance)
            far, count = mean.abs(), 1
        spread = (variance + attributes["eps"]).sqrt()
        size = (x.abs() + far) / spread
        factor = shaped(w).abs() if w is not None else torch.ones_like(size)
        # The relative error of the spread, from that of the squares it is the mean of.
        ulps = 8 + 2 * summing(count, True)
        steep = 1 + ((x.abs() + far) ** 2 / spread**2).mean(dims, keepdim=True)
        whole = size * factor * steep
        if b is not None:
            whole = whole + shaped(b).abs()
        out = (ulps, whole)
        if cotangent is None:
            return out, None
        g = cotangent.abs() * factor
        if attributes.get("training", 1):
            own = g / spread + (g / spread).mean(dims, keepdim=True)
            own = own + size / spread * (g * size).mean(dims, keepdim=True)
            of_x = own * steep
        else:
            of_x = g / spread
        others = tuple(d for d in range(x.ndim) if d != 1)
        if attributes.get("affine_all"):
            reduce = lambda a: a.sum_to_size(w.shape)
        else:
            reduce = lambda a: a.sum(others)
        rows = summing(x.numel(), True)
        of_w = (ulps + rows, reduce(cotangent.abs() * size * steep)) if w is not None else None
        of_b = (rows, reduce(cotangent.abs())) if b is not None else None
        return out, [(2 * ulps, of_x), None, None, of_w, of_b]

    return bounds


def variance(inputs, attributes, cotangent, output):
    """The mean of squared distances, times n / (n - correction)."""
    (x,), dims = inputs, attributes["dim"]
    dims = [d % max(x.ndim, 1) for d in dims] if dims is not None else list(range(x.ndim))
    count = math.prod(x.shape[d] for d in dims)
    keeps = bool(attributes["keepdim"])
    far = x.abs() + x.abs().mean(dims, keepdim=True)
    divisor = count - attributes["correction"]
    ulps = 8 + 2 * summing(count, True)
    out = (ulps, (far**2).sum(dims, keepdim=keeps) / divisor)
    if cotangent is None:
        return out, None
    g = cotangent.abs()
    for d in sorted(dims) if not keeps else []:
        g = g.unsqueeze(d)
    own = 2 * far * g / divisor
    return out, [(ulps, own + own.mean(dims, keepdim=True))]


def positive_sums(ulps):
    """Losses added from terms of one sign, each nearly right."""

    def bounds(inputs, attributes, cotangent, output):
        count = inputs[0].numel() if attributes["reduction"] != "none" else 1
        return (ulps + summing(count, True), None), [(ulps + 2, None), (ulps + 2, None)]

    return bounds
