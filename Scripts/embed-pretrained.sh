#!/usr/bin/env bash
# Makes the model of a finished run the pretrained one: Scripts/embed-pretrained.sh runs/lenet5-mnist-1
set -euo pipefail
run=${1:?give the folder of a run}
run=$(cd "$run" && pwd)
cd "$(dirname "$0")/.."

setting() { sed -n "s/^ *\"$1\" : \"\{0,1\}\([^\",]*\)\"\{0,1\},\{0,1\}$/\1/p" "$run/config.json"; }

model=$(setting model)
if [ "$model" != lenet5 ]; then
  echo "embed-pretrained: $run/config.json: the model must be lenet5, but is '$model'" >&2
  exit 1
fi
accuracy=$(head -c 4096 "$run/model.safetensors" | grep -ao '"accuracy":"[0-9.]*"' | grep -o '[0-9.]*')
if [ -z "$accuracy" ]; then
  echo "embed-pretrained: $run/model.safetensors: has no test accuracy; finish the run first" >&2
  exit 1
fi

cp "$run/model.safetensors" Sources/CPretrainedWeights/lenet5.safetensors
# So that the embedding is compiled again: builds do not see that the file has changed.
touch Sources/CPretrainedWeights/embed.c
source=Sources/PretrainedModels/PretrainedLeNet5.swift
sed -i -e "s/seed: UInt64 = .*/seed: UInt64 = $(setting seed)/" \
  -e "s/testAccuracy = .*/testAccuracy = $accuracy/" "$source"
echo "embedded seed $(setting seed) with a test accuracy of $accuracy; see that 'recipe' in $source still holds"
