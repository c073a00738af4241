#!/usr/bin/env bash
# Compiles the libraries that people build on for 64-bit ARM Linux, through the manifest, on a machine
# that has neither that processor nor a Swift SDK for it: whatever is meant for one architecture only
# shows here. Nothing is linked or run; Scripts/check-arm64.sh runs the kernels.
#
#   Scripts/compile-for-arm64.sh
#
# The toolchain keeps its modules as text as well, from which they are compiled for the other
# architecture. Needs the C library's headers: `apt-get install libc6-dev-arm64-cross`.
set -euo pipefail
cd "$(dirname "$0")/.."

triple=aarch64-unknown-linux-gnu
headers=/usr/aarch64-linux-gnu/include
[ -d "$headers" ] || { echo "needs $headers: apt-get install libc6-dev-arm64-cross" >&2; exit 2; }
resources="$(dirname "$(readlink -f "$(command -v swiftc)")")/../lib/swift"
folder=$PWD/.build-arm64
sdk=$folder/sdk
modules=$sdk/usr/lib/swift

# Interfaces of the toolchain's modules, for the other architecture.
rm -rf "$sdk"
mkdir -p "$modules/linux/aarch64" "$sdk/usr"
cp -R "$headers" "$sdk/usr/include"
for part in shims clang apinotes; do ln -s "$(readlink -f "$resources/$part")" "$modules/$part"; done
cp "$resources"/linux/x86_64/{SwiftGlibc.h,glibc.modulemap} "$modules/linux/aarch64"
for module in Swift Glibc _Concurrency Synchronization SwiftOnoneSupport _StringProcessing; do
  mkdir "$modules/linux/$module.swiftmodule"
  # Two functions of 80-bit numbers, which ARM lacks, call what is there for x86 only.
  sed -e 's/-target x86_64-unknown-linux-gnu/-target aarch64-unknown-linux-gnu/' \
    -e 's/self = _stdlib_remainderl(self, other)/self = other/' \
    -e 's/self = _stdlib_squareRootl(self)/self = -self/' \
    "$resources/linux/$module.swiftmodule/x86_64-unknown-linux-gnu.swiftinterface" \
    >"$modules/linux/$module.swiftmodule/$triple.swiftinterface"
done

compiler=(-sdk "$sdk" -resource-dir "$modules" -module-cache-path "$folder/cache")
# Dispatch comes without its text; this much of it is used.
mkdir "$modules/linux/Dispatch.swiftmodule"
cat >"$folder/Dispatch.swift" <<'SWIFT'
public final class DispatchQueue: Sendable {
  public static func global() -> DispatchQueue { DispatchQueue() }
  public func async(execute work: @escaping @Sendable () -> Void) {}
}
SWIFT
swiftc -target "$triple" "${compiler[@]}" -parse-as-library -module-name Dispatch \
  -emit-module-path "$modules/linux/Dispatch.swiftmodule/$triple.swiftmodule" \
  -emit-module "$folder/Dispatch.swift"

options=(--scratch-path "$folder/build" --triple "$triple" --sdk "$sdk")
for option in "${compiler[@]}"; do options+=(-Xswiftc "$option"); done
for library in BackendSIMD BackendNaive FileAccess PretrainedModels ONNXExport; do
  swift build "${options[@]}" --target "$library"
done
echo "the libraries compile for $triple"
