#!/usr/bin/env python3
"""Prints the coefficients of the polynomials in SIMDKernelsBaseline: minimax fits, rounded to single precision.

Each function is approximated as `fixed(x) + factor(x) * P(x)` so that `|error| * weight` is as small as it can be
(Remez 1934, exchange on a dense grid). Coefficients are rounded one after the other from the lowest, and the rest is
fitted again around each. Needs numpy and mpmath.
"""
import mpmath
import numpy as np

mpmath.mp.dps = 40
# Odd, so that the middle of a symmetric interval, where all functions here vanish, is not a point of it.
GRID = 1501


def remez(target, factor, weight, degree, low, high):
    """The minimax P for `target ≈ factor * P` on [low, high], and its weighted error."""
    count = degree + 2
    grid = [(low + high) / 2 - (high - low) / 2 * mpmath.cos(mpmath.pi * k / GRID) for k in range(GRID + 1)]
    values = [(x, target(x), factor(x), weight(x)) for x in grid]
    picks = [round(GRID * k / (count - 1)) for k in range(count)]
    for _ in range(30):
        system = mpmath.matrix(count, count)
        right = mpmath.matrix(count, 1)
        for row, pick in enumerate(picks):
            x, value, scale, importance = values[pick]
            for power in range(degree + 1):
                system[row, power] = scale * x**power
            system[row, degree + 1] = (-1) ** row / importance
            right[row] = value
        solution = list(mpmath.lu_solve(system, right))
        coefficients = solution[:-1]
        errors = np.array([
            float((scale * mpmath.polyval(coefficients[::-1], x) - value) * importance)
            for x, value, scale, importance in values])
        changed = exchange(errors, count)
        if changed == picks:
            break
        picks = changed
    return coefficients, float(np.abs(errors).max())


def exchange(errors, count):
    """The largest error of each run of one sign, the `count` neighbouring runs with the largest of them."""
    runs = []
    for place, error in enumerate(errors):
        if runs and np.sign(errors[runs[-1]]) == np.sign(error):
            if abs(error) > abs(errors[runs[-1]]):
                runs[-1] = place
        else:
            runs.append(place)
    while len(runs) > count:
        runs.pop(0 if abs(errors[runs[0]]) < abs(errors[runs[-1]]) else -1)
    return runs


def rounded(target, factor, weight, degree, low, high):
    """Coefficients in single precision, lowest power first, and the error of the whole fit before rounding."""
    done = []
    first_error = None
    for power in range(degree + 1):
        def rest(x):
            return target(x) - factor(x) * mpmath.polyval([mpmath.mpf(float(c)) for c in done[::-1]] or [0], x)

        def shifted(x):
            return factor(x) * x**power
        coefficients, error = remez(rest, shifted, weight, degree - power, low, high)
        first_error = first_error or error
        done.append(np.float32(float(coefficients[0])))
    return done, first_error


def show(name, *fit):
    coefficients, error = rounded(*fit)
    print(f"{name}: error 2^{np.log2(error):.1f}, lowest power first")
    for coefficient in coefficients:
        print(f"  {float(coefficient).hex()}  {coefficient:.9g}")


half = mpmath.log(2) / 2 * mpmath.mpf("1.0001")
show(
    "exp(r) - 1 - r = r^2 P(r)", lambda r: mpmath.expm1(r) - r, lambda r: r**2,
    lambda r: 1 / mpmath.exp(r), 4, -half, half)
show(
    "log(1 + f) - f + f^2/2 = f^3 P(f)",
    lambda f: mpmath.log1p(f) - f + f**2 / 2, lambda f: f**3,
    lambda f: 1 / mpmath.log1p(f), 8, mpmath.sqrt(0.5) - 1, mpmath.sqrt(2) - 1)
show(
    "erf(x) = x + x P(x^2), |x| < 1", lambda s: mpmath.erf(mpmath.sqrt(s)) / mpmath.sqrt(s) - 1,
    lambda s: mpmath.mpf(1), lambda s: 1, 6, mpmath.mpf("1e-9"), 1)
show(
    "log erfc(x) = P(x), 1 <= x <= 4", lambda x: mpmath.log(mpmath.erfc(x)), lambda x: mpmath.mpf(1),
    lambda x: mpmath.erfc(x) / mpmath.erf(x), 6, 1, 4)
show(
    "tanh(x) = x + x^3 P(x^2), |x| < 0.625", lambda s: mpmath.tanh(mpmath.sqrt(s)) / mpmath.sqrt(s) - 1,
    lambda s: s, lambda s: mpmath.sqrt(s) / mpmath.tanh(mpmath.sqrt(s)), 4, mpmath.mpf("1e-9"), mpmath.mpf("0.625")**2)
