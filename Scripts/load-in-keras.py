#!/usr/bin/env python3
"""Loads weights written by DLCore into plain Keras 3, and the way back.

Needs: keras (3), safetensors, numpy, and a backend of Keras: `KERAS_BACKEND=torch` or another.

Usage:
  load-in-keras.py FILE                            load, list the layers' weights
  load-in-keras.py FILE --mnist FOLDER             also measure the accuracy on MNIST
  load-in-keras.py FILE --mnist FOLDER --logits L  also the difference from the logits in L,
                                                   which `lenet evaluate --logits L` writes
  load-in-keras.py FILE --export FILE2             load, and write back what Keras holds
  load-in-keras.py --export FILE2 [--model NAME] [--seed N]   write a freshly initialised model

Models: lenet5, digit-cnn. Keras keeps a convolution's weights as [rows, columns, inputs, outputs]
and a dense layer's as [inputs, outputs]; ours, as PyTorch's, are [outputs, inputs, rows, columns]
and [outputs, inputs]. Pictures are [rows, columns, channels] there, so the features before the
first dense layer are put into our order, channels first, before they are flattened. Exits with 1
when a file cannot be used or logits differ by more than --tolerance.
"""

import argparse
import sys

import keras
from interchange import compare, print_accuracy, read_test_set
from keras import layers
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file


def lenet5():
    """The network of DLCore's `LeNet5`."""
    return [
        layers.Conv2D(6, 5, padding="same", activation="relu", name="c1"),
        layers.MaxPooling2D(2, name="s2"),
        layers.Conv2D(16, 5, activation="relu", name="c3"),
        layers.MaxPooling2D(2, name="s4"),
        layers.Permute((3, 1, 2), name="channelsFirst"),
        layers.Flatten(name="flatten"),
        layers.Dense(120, activation="relu", name="c5"),
        layers.Dense(84, activation="relu", name="f6"),
        layers.Dense(10, name="output"),
    ]


def digit_cnn():
    """The network of DLCore's `DigitCNN`."""
    return [
        layers.Conv2D(8, 3, activation="relu", name="conv1"),
        layers.MaxPooling2D(2, name="pool1"),
        layers.Conv2D(32, 3, activation="relu", name="conv2"),
        layers.MaxPooling2D(2, name="pool2"),
        layers.Permute((3, 1, 2), name="channelsFirst"),
        layers.Flatten(name="flatten"),
        layers.Dense(128, activation="relu", name="dense1"),
        layers.Dense(64, activation="relu", name="dense2"),
        layers.Dense(10, name="output"),
    ]


MODELS = {"lenet5": lenet5, "digit-cnn": digit_cnn}


def make(name):
    if name not in MODELS:
        raise ValueError(f"is for the model {name!r}; known models: {', '.join(MODELS)}")
    return keras.Sequential([keras.Input((28, 28, 1)), *MODELS[name]()], name=name)


def to_keras(weight):
    """[outputs, inputs, rows, columns] and [outputs, inputs] in Keras' order; a bias as it is."""
    return weight.transpose(2, 3, 1, 0) if weight.ndim == 4 else weight.T


def from_keras(weight):
    return weight.transpose(3, 2, 0, 1) if weight.ndim == 4 else weight.T


def load(path):
    """The model with a file's weights, by name and exact shape, and the file's metadata."""
    with safe_open(path, framework="numpy") as file:
        state = {name: file.get_tensor(name) for name in file.keys()}
        metadata = file.metadata() or {}
    model = make(metadata.get("model", "lenet5"))
    for layer in (layer for layer in model.layers if layer.weights):
        # set_weights refuses other shapes; a missing name is told below.
        names = f"{layer.name}.weight", f"{layer.name}.bias"
        missing = [name for name in names if name not in state]
        if missing:
            raise ValueError(f"{missing[0]} is missing")
        layer.set_weights([to_keras(state.pop(name)) for name in names])
    if state:
        raise ValueError(f"the model has no parameter {min(state)}")
    return model, metadata


def export(model, path, metadata):
    """Writes what Keras holds under our names, for `lenet evaluate --weights`."""
    state = {}
    for layer in (layer for layer in model.layers if layer.weights):
        weight, bias = layer.get_weights()
        state[f"{layer.name}.weight"] = from_keras(weight).copy()
        state[f"{layer.name}.bias"] = bias
    # The checksums were those of the file that was read.
    own = {key: text for key, text in metadata.items() if not key.startswith("crc32c.")}
    save_file(state, path, metadata=own)


def work(options):
    if options.file:
        model, metadata = load(options.file)
    else:
        keras.utils.set_random_seed(options.seed)
        model, metadata = make(options.model), {"model": options.model}
    for variable in model.weights:
        print(f"{variable.path}  {list(variable.shape)}")
    print(f"{model.count_params()} parameters")
    if options.mnist:
        images, labels = read_test_set(options.mnist)
        mean, std = float(metadata.get("mean", 0)), float(metadata.get("std", 1))
        images = (images.transpose(0, 2, 3, 1) - mean) / std
        logits = model.predict(images, batch_size=256, verbose=0)
        print_accuracy(logits, labels)
        if options.logits:
            compare(logits, options.logits, options.tolerance)
    if options.export:
        export(model, options.export, metadata)


def main():
    parser = argparse.ArgumentParser(description="Loads DLCore's weights into plain Keras.")
    parser.add_argument("file", nargs="?", help="a weights file to load")
    parser.add_argument("--mnist", metavar="FOLDER", help="the folder with MNIST's IDX files")
    parser.add_argument("--logits", metavar="FILE", help="ours, to compare with")
    parser.add_argument("--tolerance", type=float, default=1e-4, help="default 1e-4")
    parser.add_argument("--export", metavar="FILE", help="write the model's weights")
    parser.add_argument("--model", default="lenet5", help="without FILE: which (default lenet5)")
    parser.add_argument("--seed", type=int, default=0, help="without FILE (default 0)")
    options = parser.parse_args()
    if options.file is None and options.export is None:
        parser.error("give a weights file to load, or --export FILE")
    if options.logits and not options.mnist:
        parser.error("--logits needs --mnist")
    try:
        work(options)
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        sys.exit(f"{options.file or options.export}: {error}")


if __name__ == "__main__":
    main()
