#!/usr/bin/env bash
# The kernels are compiled once for each instruction set. Code that two of these builds emit under one name would be
# linked once, and might need instructions that the processor lacks. This fails if there is any.
set -euo pipefail
cd "$(dirname "$0")/.."

swift build -c release --product dlbench
objects="$(swift build -c release --show-bin-path)"
names=$(for build in "$objects"/SIMDKernels*.build; do
  nm "$build"/*.o 2>/dev/null | awk '$2 ~ /^[TtWVv]$/ {print $3}' | sort -u
done | grep -v '^__swift_reflection_version$' | sort | uniq -d)
if [ -n "$names" ]; then
  echo "error: kernels of two instruction sets share these names:" >&2
  swift demangle <<<"$names" >&2
  exit 1
fi
echo "no name is shared between kernels of two instruction sets"
