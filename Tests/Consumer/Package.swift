// swift-tools-version: 6.2
import PackageDescription

// A package as people write it who use DLCore: by address and version, with defaults for everything
// else. Scripts/check-consumer.sh says where the address leads.
let address = Context.environment["DLCORE_URL"] ?? "https://github.com/dlcore/DLCore"

let package = Package(
  name: "Consumer",
  dependencies: [.package(url: address, from: "0.1.0")],
  targets: [
    .executableTarget(
      name: "Consumer",
      dependencies: [
        .product(name: "DLCore", package: "DLCore"),
        .product(name: "BackendSIMD", package: "DLCore"),
        .product(name: "FileAccess", package: "DLCore"),
      ])
  ]
)
