#!/usr/bin/env bash
# Builds the DocC catalogues into .build-docs; any warning fails.
set -euo pipefail
cd "$(dirname "$0")/.."

modules=(DLCore)
graphs=.build-docs/symbol-graphs
rm -rf .build-docs
mkdir -p "$graphs"

triple=$(swiftc -print-target-info | sed -n 's/^ *"triple": *"\([^"]*\)".*/\1/p' | head -n 1)
for module in "${modules[@]}"; do
  swift build -c release --target "$module"
  mkdir -p "$graphs/$module"
  swift symbolgraph-extract -module-name "$module" -target "$triple" -minimum-access-level public \
    -I "$(swift build -c release --show-bin-path)/Modules" -output-dir "$graphs/$module"
  docc convert "Sources/$module/$module.docc" \
    --additional-symbol-graph-dir "$graphs/$module" \
    --fallback-display-name "$module" --fallback-bundle-identifier "dlcore.$module" \
    --output-path ".build-docs/$module.doccarchive" --warnings-as-errors
done
echo "Documentation: $PWD/.build-docs"
