#!/usr/bin/env bash
# Builds and runs a package that depends on this one by address and version, with both of SwiftPM's
# build systems: what packages may do depends on how they are reached, and on who builds them.
#
#   Scripts/check-consumer.sh [BUILD-SYSTEM...]      # native and swiftbuild, unless some are named
#
# The package is Tests/Consumer; the version is the working tree's tracked files, in a repository made for it.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- native swiftbuild

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# Consumers build without this package's own strictness.
unset DLCORE_WARNINGS

name=(-c user.name=consumer -c user.email=consumer@localhost)
state=$(git "${name[@]}" stash create)
# A commit without parents, as a clone of little depth has no others to give.
commit=$(git "${name[@]}" commit-tree -m "Version 0.1.0" "${state:-HEAD}^{tree}")
git init --quiet --bare "$folder/DLCore.git"
git push --quiet "$folder/DLCore.git" "$commit:refs/tags/0.1.0"
export DLCORE_URL="file://$folder/DLCore.git"

for system in "$@"; do
  printf '%s: ' "$system"
  cp -R Tests/Consumer "$folder/$system"
  options=(
    -c release --build-system "$system" --package-path "$folder/$system"
    --cache-path "$folder/cache" --security-path "$folder/security")
  if ! swift build "${options[@]}" >"$folder/log" 2>&1; then
    echo "error: a package that depends on this one does not build:" >&2
    grep -F 'error:' "$folder/log" >&2 || tail -n 20 "$folder/log" >&2
    exit 1
  fi
  "$(swift build "${options[@]}" --show-bin-path)/Consumer" "$folder/$system/weights.safetensors"
done
