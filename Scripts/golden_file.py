"""The files of golden vectors: safetensors, written so that the same cases give the same bytes.

Shared by make-golden-onnx.py and make-golden-torch.py. `Sources/CConformanceData/README.md`
describes what the files hold.
"""

import json
import struct

import numpy as np


def bfloat16_above(values):
    """The bits of the nearest bfloat16 that is not below each non-negative float."""
    bits = np.array(values, dtype=np.float32).view(np.uint32)
    upper = (bits >> 16) + ((bits & 0xFFFF) != 0)
    return upper.astype("<u2")


def widened(half):
    """The floats that bits of bfloat16 stand for."""
    return (half.astype(np.uint32) << 16).view(np.float32)


class GoldenFile:
    """Collects cases; an array that an earlier case holds already is named, not repeated."""

    def __init__(self):
        self.metadata = {}
        self.tensors = []
        self.places = {}

    def add(self, case, attributes, arrays, scales):
        """Adds a case.

        `attributes` is text by key; `arrays` maps a role (`input0`, `output0`, …) to an array, or to
        None for an input that is left out; `scales` maps a role to what its error is measured by,
        of the role's shape or with extents of 1 to be stretched.
        """
        text = dict(attributes)
        for role, array in arrays.items():
            if array is None:
                text[role] = "none"
                continue
            array = np.asarray(array)
            data = array.astype("<f4")
            if not np.array_equal(
                data.astype(array.dtype), array, equal_nan=array.dtype.kind == "f"
            ):
                raise ValueError(f"{case}/{role} does not fit in F32")
            half = bfloat16_above(np.abs(data))
            if data.size > 64 and np.array_equal(widened(half), data):
                # Labels, masks and the like fit in half the space.
                place = self.tensor(f"{case}/{role}", "BF16", data.shape, half.tobytes())
            else:
                place = self.tensor(f"{case}/{role}", "F32", data.shape, data.tobytes())
            if place != f"{case}/{role}":
                text[role] = place
        for role, scale in scales.items():
            data = bfloat16_above(scale)
            name = f"{case}/{role}.scale"
            place = self.tensor(name, "BF16", data.shape, data.tobytes())
            if place != name:
                text[f"{role}.scale"] = place
        if any(mark in str(value) for value in text.values() for mark in ";="):
            raise ValueError(f"{case} has an attribute that cannot be written")
        self.metadata[case] = ";".join(f"{key}={value}" for key, value in text.items())

    def add_packed(self, case, attributes, arrays, bounds):
        """Adds a case of many small arrays as one tensor, which saves space in the header.

        `bounds` maps a role to its ulps and scale (None, a number for all elements, or an array).
        """
        ulps, scales, elements = [], [], []
        for bound, scale in bounds.values():
            ulps.append(f"{bound:g}")
            if scale is None or bound == 0:
                scales.append("-")
            elif np.ndim(scale) == 0:
                scales.append(f"{float(scale) * 1.00001:.6g}")
            else:
                scales.append("*")
                elements.append(bfloat16_above(scale).ravel())
        text = dict(attributes) | {"ulps": ",".join(ulps)}
        if set(scales) != {"-"}:
            text["scales"] = ",".join(scales)
        text |= {role: "none" for role, array in arrays.items() if array is None}
        arrays = {k: np.asarray(a, np.float32) for k, a in arrays.items() if a is not None}
        text["packed"] = ",".join(
            f"{role}:{'x'.join(map(str, a.shape))}" for role, a in arrays.items()
        )
        if any(mark in str(value) for value in text.values() for mark in ";="):
            raise ValueError(f"{case} has an attribute that cannot be written")
        self.metadata[case] = ";".join(f"{key}={value}" for key, value in text.items())
        data = np.concatenate([a.ravel() for a in arrays.values()]).astype("<f4")
        self.tensors.append((case, "F32", [data.size], data.tobytes()))
        if elements:
            data = np.concatenate(elements)
            self.tensors.append((f"{case}.scale", "BF16", [data.size], data.tobytes()))

    def tensor(self, name, dtype, shape, data):
        """Stores a tensor, and gives the name under which it is found."""
        key = (dtype, tuple(shape), data)
        if data and key in self.places:
            return self.places[key]
        self.places[key] = name
        self.tensors.append((name, dtype, list(shape), data))
        return name

    def write(self, path):
        """Writes the file, and gives its size in bytes."""
        header = {"__metadata__": self.metadata}
        position = 0
        for name, dtype, shape, data in self.tensors:
            end = position + len(data)
            header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [position, end]}
            position = end
        text = json.dumps(header, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 8)
        with open(path, "wb") as file:
            file.write(struct.pack("<Q", len(text)) + text)
            for *_, data in self.tensors:
                file.write(data)
        return 8 + len(text) + position


def listed(values):
    """Numbers as an attribute."""
    return ",".join(str(value) for value in values)
