// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "TwoLayerNet",
  dependencies: [
    // In a package of your own: .package(url: "…/DLCore", from: "0.1.0")
    .package(name: "DLCore", path: "../..")
  ],
  targets: [
    .executableTarget(
      name: "TwoLayerNet",
      dependencies: [
        .product(name: "DLCore", package: "DLCore"),
        .product(name: "BackendNaive", package: "DLCore"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)])
  ]
)
