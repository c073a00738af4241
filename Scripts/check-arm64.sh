#!/usr/bin/env bash
# Compiles the vector kernels for 64-bit ARM, runs Tests/KernelChecks on them in an emulator, and shows
# the largest errors of functions beside those of the builds for x86-64, which run here as they are.
#
#   Scripts/check-arm64.sh [STEP]      # measures functions at every STEP-th bit pattern, 1009 unless given
#
# No Swift runtime for ARM is needed: kernels and checks are compiled as Embedded Swift, and linked with
# a C library. Needs `apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user`.
set -euo pipefail
cd "$(dirname "$0")/.."
step=${1:-1009}

for tool in aarch64-linux-gnu-gcc aarch64-linux-gnu-objdump qemu-aarch64; do
  command -v "$tool" >/dev/null || {
    echo "needs $tool: apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user" >&2
    exit 2
  }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# compile NAME SET TRIPLE [FLAG...]: the checks of one build, as Package.swift builds the kernels.
compile() {
  local place="$folder/$1" set="$2" triple="$3"
  shift 3
  local options=(
    -target "$triple" -swift-version 6 -enable-upcoming-feature MemberImportVisibility
    -enable-experimental-feature Embedded -enable-experimental-feature Extern -warnings-as-errors
    -parse-as-library -wmo -package-name dlcore -I "$place" -Xcc -fno-math-errno "$@" -c)
  mkdir "$place"
  swiftc "${options[@]}" -O -module-name SIMDKernelTable Sources/SIMDKernelTable/{,*/}*.swift \
    -emit-module -emit-module-path "$place/SIMDKernelTable.swiftmodule" -o "$place/table.o"
  swiftc "${options[@]}" -Ounchecked -module-name "$set" Sources/"$set"/*.swift \
    -emit-module -emit-module-path "$place/$set.swiftmodule" -o "$place/kernels.o"
  swiftc "${options[@]}" -O -module-name KernelChecks Tests/KernelChecks/*.swift \
    -o "$place/checks.o"
}

# check NAME [RUNNER...]: runs the checks of a build; what they found goes to a file beside them.
check() {
  local place="$folder/$1" status=0
  shift
  "$@" "$place/checks" "$step" >"$place/log" || status=$?
  grep -v '^error' "$place/log" || true
  [ "$status" = 0 ] || { echo "error: checks of ${place##*/} failed with status $status" >&2; exit 1; }
}

compile neon SIMDKernelsBaseline aarch64-none-none-elf
# GNU's linker takes Embedded Swift's metadata for something to be copied, and refuses.
aarch64-linux-gnu-gcc -static -B "$(dirname "$(readlink -f "$(command -v swiftc)")")" -fuse-ld=lld \
  "$folder"/neon/*.o -o "$folder/neon/checks" -lm
fused=$(aarch64-linux-gnu-objdump -d "$folder/neon/kernels.o" | grep -cE 'fmla\s+v[0-9]+\.4s' || true)
calls=$(aarch64-linux-gnu-nm -u "$folder/neon/kernels.o" | grep -oE '\b(fma|sqrt|exp|log)f?$' | xargs || true)
echo "neon: $fused multiply-adds of four lanes; calls of the C library's mathematics: ${calls:-none}"
[ "$fused" -ge 1000 ] && [ -z "$calls" ] || {
  echo "error: kernels for 64-bit ARM multiply and add in fewer vectors than they should" >&2
  exit 1
}
check neon qemu-aarch64

builds=(neon)
if [ "$(uname -m)" = x86_64 ]; then
  compile baseline SIMDKernelsBaseline x86_64-unknown-linux-gnu
  builds+=(baseline)
  if grep -qw avx2 /proc/cpuinfo && grep -qw fma /proc/cpuinfo; then
    compile avx2 SIMDKernelsAVX2 x86_64-unknown-linux-gnu -D KERNELS_AVX2 -Xcc -mavx2 -Xcc -mfma
    builds+=(avx2)
  fi
  for build in "${builds[@]:1}"; do
    cc "$folder/$build"/*.o -o "$folder/$build/checks" -lm
    check "$build"
  done
fi

echo "largest errors in units of the last place, and a fingerprint of all results:"
for build in "${builds[@]}"; do
  sed -n "s/^error /$build /p" "$folder/$build/log"
done | awk '
  { builds[$1]; functions[$2] = functions[$2] ? functions[$2] : ++count; names[functions[$2]] = $2
    cells[$2, $1] = sprintf("%s of %s %08x", $4, $3, $5) }
  END {
    order = split("neon avx2 baseline", all, " ")
    printf "%-12s", ""
    for (b = 1; b <= order; b++) if (all[b] in builds) printf "%-24s", all[b]
    print ""
    for (f = 1; f <= count; f++) {
      printf "%-12s", names[f]
      for (b = 1; b <= order; b++) if (all[b] in builds) printf "%-24s", cells[names[f], all[b]]
      print ""
    }
  }'
