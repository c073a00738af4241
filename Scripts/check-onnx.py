#!/usr/bin/env python3
"""Checks an ONNX model written by `lenet export` with ONNX's own tools, on MNIST's test images.

Needs: onnx, onnxruntime, safetensors, numpy. (Images come from --mnist's folder of IDX files.)

Usage:
  check-onnx.py MODEL.onnx                                the checker and strict shape inference
  check-onnx.py MODEL.onnx --mnist FOLDER                 also ONNX Runtime's accuracy
  check-onnx.py MODEL.onnx --mnist FOLDER --logits FILE   also the difference from our logits,
                                     which `lenet evaluate --logits FILE` writes for the same data

Exits with 1 when a logit differs by more than --tolerance, or anything else is wrong.
"""

import argparse
import sys

import numpy
import onnx
import onnxruntime
from interchange import compare, print_accuracy, read_test_set
from safetensors import SafetensorError


def check(path):
    """Lists the nodes and their values' shapes, of a model that ONNX's own checker accepts."""
    onnx.checker.check_model(path, full_check=True)
    model = onnx.shape_inference.infer_shapes(onnx.load(path), strict_mode=True, data_prop=True)
    graph = model.graph
    opset = model.opset_import[0].version
    print(f"{graph.name}: {model.producer_name} {model.producer_version}, "
          f"format {model.ir_version}, operators {opset}")
    values = [*graph.input, *graph.value_info, *graph.output]
    shapes = {value.name: value.type.tensor_type.shape for value in values}
    for node in graph.node:
        shape = [dim.dim_param or dim.dim_value for dim in shapes[node.output[0]].dim]
        print(f"{node.name}  {node.op_type}  {shape}")
    names = ([value.name for value in graph.input], [value.name for value in graph.output])
    if names != (["image"], ["logits"]):
        raise ValueError(f"inputs and outputs are {names}")


def run(path, images, batch):
    """The logits by ONNX Runtime."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    parts = [session.run(["logits"], {"image": images[start:start + batch]})[0]
             for start in range(0, len(images), batch)]
    return numpy.concatenate(parts)


def main():
    parser = argparse.ArgumentParser(description="Checks an ONNX model written by lenet export.")
    parser.add_argument("model")
    parser.add_argument("--mnist", metavar="FOLDER", help="the folder with MNIST's IDX files")
    parser.add_argument("--logits", metavar="FILE", help="ours, to compare with")
    parser.add_argument("--tolerance", type=float, default=1e-4, help="default 1e-4")
    parser.add_argument("--batch", type=int, default=256, help="images at once (default 256)")
    options = parser.parse_args()
    if options.logits and not options.mnist:
        parser.error("--logits needs --mnist")
    try:
        check(options.model)
        if options.mnist:
            images, labels = read_test_set(options.mnist)
            logits = run(options.model, images, options.batch)
            print_accuracy(logits, labels)
            if options.logits:
                compare(logits, options.logits, options.tolerance)
    except (OSError, ValueError, RuntimeError, SafetensorError, onnx.checker.ValidationError,
            onnx.shape_inference.InferenceError) as error:
        sys.exit(f"{options.model}: {error}")


if __name__ == "__main__":
    main()
