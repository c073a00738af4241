"""What the scripts share that compare other frameworks' logits with ours on MNIST."""

import gzip
from pathlib import Path

import numpy
from safetensors.numpy import load_file


def read_idx(folder, name):
    """An IDX file of bytes, compressed or not, as an array."""
    path = Path(folder) / name
    if path.exists():
        content = path.read_bytes()
    else:
        content = gzip.decompress(path.with_name(name + ".gz").read_bytes())
    rank = content[3]
    shape = numpy.frombuffer(content, ">u4", rank, 4)
    return numpy.frombuffer(content, "u1", offset=4 + 4 * rank).reshape(shape)


def read_test_set(folder):
    """MNIST's test images, [10000, 1, 28, 28] from 0 to 1, and their labels."""
    images = read_idx(folder, "t10k-images-idx3-ubyte").astype(numpy.float32) / numpy.float32(255)
    return images[:, None], read_idx(folder, "t10k-labels-idx1-ubyte").astype(numpy.int64)


def print_accuracy(logits, labels):
    right = int((logits.argmax(1) == labels).sum())
    print(f"{right} of {len(labels)} test images right: {right / len(labels):.2%}")


def compare(logits, path, tolerance):
    """Prints how far logits are from those in a file of ours; too far is an error."""
    ours = load_file(path)["logits"]
    if ours.shape != logits.shape:
        raise ValueError(f"{path} has logits of shape {ours.shape}, not {logits.shape}")
    difference = float(numpy.abs(ours - logits).max())
    same = int((ours.argmax(1) == logits.argmax(1)).sum())
    print(f"largest difference of {logits.size} logits: {difference:.3g} "
          f"(largest logit {numpy.abs(ours).max():.3g}); {same} of {len(ours)} answers the same")
    # Written so that NaN is too far as well.
    if not difference <= tolerance:
        raise ValueError(f"logits differ by {difference:.3g}, more than {tolerance:g}")
