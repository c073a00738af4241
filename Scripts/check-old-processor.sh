#!/usr/bin/env bash
# Runs the vector backend's conformance cases on an emulated processor without AVX: it must choose
# its baseline kernels, never meet an instruction that the processor lacks, and compute right.
#
#   Scripts/check-old-processor.sh [FILTER]
#
# Needs qemu-user (`apt-get install qemu-user`). Emulation is some hundred times slower; the default
# filter takes what has kernels of its own, without the golden vectors, and takes two to three minutes.
set -euo pipefail
cd "$(dirname "$0")/.."

filter=${1:-'^(convolution2D|convolution2DReLUMaxPool2D|maxPool2D|matrixProduct|linear|unary|reduce|argumentReduce|softmax|softmaxCrossEntropy|strided|sgdUpdate|adamUpdate|prepareInference)/'}
command -v qemu-x86_64 >/dev/null || { echo "needs qemu-x86_64: apt-get install qemu-user" >&2; exit 2; }
[ "$(uname -m)" = x86_64 ] || { echo "is for x86-64 only" >&2; exit 2; }

swift build -c release --product dlbench
tool=.build/release/dlbench
qemu-x86_64 -cpu Nehalem "$tool" backends
qemu-x86_64 -cpu Nehalem "$tool" verify --backend simd --threads 1 --filter "$filter"
