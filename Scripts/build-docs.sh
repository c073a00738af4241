#!/usr/bin/env bash
# Builds the DocC catalogues into .build-docs; any warning fails.
set -euo pipefail
cd "$(dirname "$0")/.."

modules=(DLCore)
graphs=.build-docs/symbol-graphs
rm -rf .build-docs
mkdir -p "$graphs"

for module in "${modules[@]}"; do
  swift build --scratch-path .build-docs/build --target "$module" \
    -Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir -Xswiftc "$PWD/$graphs" \
    -Xswiftc -symbol-graph-minimum-access-level -Xswiftc public
  mkdir -p "$graphs/$module"
  mv "$graphs/$module".symbols.json "$graphs/$module@"*.symbols.json "$graphs/$module/" 2>/dev/null || true
  docc convert "Sources/$module/$module.docc" \
    --additional-symbol-graph-dir "$graphs/$module" \
    --fallback-display-name "$module" --fallback-bundle-identifier "dlcore.$module" \
    --output-path ".build-docs/$module.doccarchive" --warnings-as-errors
done
echo "Documentation: $PWD/.build-docs"
