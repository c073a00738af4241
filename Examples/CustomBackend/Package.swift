// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "CustomBackend",
  dependencies: [
    // In a package of your own: .package(url: "…/DLCore", from: "0.1.0")
    .package(name: "DLCore", path: "../..")
  ],
  targets: [
    .executableTarget(
      name: "CustomBackend",
      dependencies: [
        .product(name: "DLCore", package: "DLCore"),
        .product(name: "BackendConformance", package: "DLCore"),
        .product(name: "Datasets", package: "DLCore"),
        .product(name: "Models", package: "DLCore"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)])
  ]
)
