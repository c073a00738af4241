#!/usr/bin/env bash
# Runs operations on several threads, each command of the tools, and damaged files, under the thread
# and the address sanitizer. A report of either is shown, and is a failure.
#
#   Scripts/sanitize.sh [thread] [address]      both by default
#
# Optimised builds, as those are what is used. SANITIZE_THREAD shows the thread sanitizer what it
# cannot see by itself (Sources/DLCore/Threads); SANITIZE_ADDRESS makes tensors' memory the
# allocator's own, which the address sanitizer knows the ends of.
set -euo pipefail
cd "$(dirname "$0")/.."

swift=${SWIFT:-swift}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Every tenth case, and those of models' layers with three pictures; without golden vectors.
cases='^(threads-4|concurrent)/(?!onnx/|torch/).*(/model/.*/b3|0)$'

# Reports go into files of their own, so that none is lost in other output or with a status that a
# command sets itself. What Swift's runtime holds until the end is no leak of this package's.
export TSAN_OPTIONS="log_path=$work/report history_size=4"
export ASAN_OPTIONS="log_path=$work/report detect_leaks=0"

# Runs a command, and shows what went wrong.
watched() {
  echo "$sanitizer: $*"
  local status=0 start=$SECONDS
  "$@" >"$work/output" 2>&1 || status=$?
  if [ "$status" = 0 ] && ! compgen -G "$work/report.*" >/dev/null; then
    echo "    $((SECONDS - start)) s"
    return
  fi
  cat "$work/output" >&2
  cat "$work"/report.* >&2 2>/dev/null || echo "no report, but status $status" >&2
  echo "sanitize: failed under the $sanitizer sanitizer: $*" >&2
  exit 1
}

# Builds the tools and the fuzz tests.
export DLCORE_TESTS_OF=FuzzTests
build() {
  "$swift" build -c release --build-tests --sanitize="$sanitizer" --scratch-path "$scratch" \
    -Xswiftc "-DSANITIZE_${sanitizer^^}"
}

# Several threads also where the machine has one processor.
lenet() { watched "$scratch/release/lenet" "$@"; }
dlbench() { watched "$scratch/release/dlbench" "$@"; }

check_damaged_files() {
  watched "$swift" test -c release --disable-testable-imports --skip-build \
    --sanitize="$sanitizer" --scratch-path "$scratch"
}

check_operations() {
  dlbench verify --backend simd --backend blas --threads 4 --filter "$cases"
}

check_training() {
  lenet train --augment --drawn 100 --data synthetic --limit 500 --validation-split 0.1 \
    --epochs 2 --threads 4 --output "$files/run"
  lenet train --resume "$files/run" --epochs 3 --threads 4
  lenet train --backend blas --optimizer adamw --data synthetic --limit 1000 --epochs 1 \
    --threads 4 --output "$files/blas"
  lenet train --model digit-cnn --data synthetic --limit 100 --batch-size 20 --epochs 1 \
    --threads 4 --output "$files/digit-cnn"
}

check_reading() {
  local weights=$files/run/model.safetensors
  lenet info --weights "$weights"
  lenet evaluate --weights "$weights" --data synthetic --limit 500 --threads 4 \
    --logits "$files/logits.safetensors"
  lenet evaluate --handwriting --way ruled --limit 1 --threads 4 \
    --mistakes "$files/mistakes"
  lenet export --weights "$weights" --onnx "$files/model.onnx"
  lenet draw --output "$files/mouse"
  lenet draw --style squared --output "$files/squared"
  lenet predict "$files"/mouse/*.png "$files/squared/digit-3.jpg" --explain "$files/why"
  lenet predict "$files/squared/digit-7.jpg" --multi --backend blas --threads 4
}

check_measuring() {
  dlbench backends
  dlbench peak --quick --threads 4
  dlbench trace --threads 4 --batch-size 32 --output "$files/trace.json"
  dlbench compare --no-peak --threads 4 --min-time 0.01 --filter '^lenet5/train/b32$' \
    --output "$files/report.json" --html "$files/report.html"
}

sanitizers=("$@")
[ $# -gt 0 ] || sanitizers=(thread address)
for sanitizer in "${sanitizers[@]}"; do
  case $sanitizer in
    thread | address) ;;
    *) echo "'$sanitizer' is no sanitizer: give thread, address, or neither for both" >&2; exit 2 ;;
  esac
done

for sanitizer in "${sanitizers[@]}"; do
  scratch=.build-$sanitizer
  files=$work/$sanitizer
  mkdir "$files"
  build
  check_damaged_files
  check_operations
  check_training
  check_reading
  check_measuring
done
echo "no report of a sanitizer"
