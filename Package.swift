// swift-tools-version: 6.2
import PackageDescription

/// Settings of every target: Swift 6 rules, and no warning is let through.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Kernels are optimised in debug builds too: a debug test run trains real networks.
let kernels: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// Square roots that need not set C's `errno`, and so are one instruction, also of vectors.
let plainSquareRoots: SwiftSetting = .unsafeFlags(["-Xcc", "-fno-math-errno"])

/// Kernels built for one instruction set, unchecked: every bound is stated where they are called.
func vectorKernels(_ name: String, _ flags: [String]) -> Target {
  .target(
    name: name, dependencies: ["SIMDKernelTable"],
    swiftSettings: strict + [.unsafeFlags(["-Ounchecked"] + flags), plainSquareRoots])
}

#if arch(x86_64)
  let vectorSets: [Target] = [
    vectorKernels("SIMDKernelsBaseline", []),
    vectorKernels(
      "SIMDKernelsAVX2", ["-Xcc", "-mavx2", "-Xcc", "-mfma", "-D", "KERNELS_FMA"]),
    vectorKernels(
      "SIMDKernelsAVX512",
      [
        "-Xcc", "-mavx512f", "-Xcc", "-mavx512vl", "-Xcc", "-mavx512bw", "-Xcc", "-mavx512dq",
        "-Xcc", "-mfma", "-D", "KERNELS_FMA", "-D", "KERNELS_AVX512",
      ]),
  ]
#else
  let vectorSets: [Target] = [vectorKernels("SIMDKernelsBaseline", ["-D", "KERNELS_FMA"])]
#endif

let package = Package(
  name: "DLCore",
  products: [
    .library(name: "DLCore", targets: ["DLCore"]),
    .library(name: "BackendNaive", targets: ["BackendNaive"]),
    .library(name: "BackendBLAS", targets: ["BackendBLAS"]),
    .library(name: "BackendSIMD", targets: ["BackendSIMD"]),
    .library(name: "BackendConformance", targets: ["BackendConformance"]),
    .library(name: "Benchmarking", targets: ["Benchmarking"]),
    .library(name: "Models", targets: ["Models"]),
    .library(name: "PretrainedModels", targets: ["PretrainedModels"]),
    .library(name: "Datasets", targets: ["Datasets"]),
    .library(name: "DigitImages", targets: ["DigitImages"]),
    .library(name: "HandwritingSamples", targets: ["HandwritingSamples"]),
    .library(name: "FileAccess", targets: ["FileAccess"]),
    .library(name: "ONNXExport", targets: ["ONNXExport"]),
    .executable(name: "lenet", targets: ["lenet"]),
    .executable(name: "dlbench", targets: ["dlbench"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: [
    // Ground floor: C libraries of the system.
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CLibcrypto", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"]), .brew(["openssl"])]),
    .systemLibrary(
      name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(
      name: "CTurboJPEG", pkgConfig: "libturbojpeg",
      providers: [.apt(["libturbojpeg0-dev"]), .brew(["jpeg-turbo"])]),

    // The framework.
    .target(name: "DLCore", swiftSettings: kernels),
    .target(name: "FileAccess", dependencies: ["DLCore"], swiftSettings: strict),
    .target(name: "BackendNaive", dependencies: ["DLCore"], swiftSettings: kernels),
    .target(
      name: "HostOperations", dependencies: ["DLCore", "CCPUFeatures"],
      swiftSettings: kernels + [plainSquareRoots]),
    .target(
      name: "BackendBLAS",
      dependencies: [
        "DLCore", "HostOperations",
        .target(name: "COpenBLAS", condition: .when(platforms: [.linux])),
      ], swiftSettings: kernels + [plainSquareRoots]),
    .target(name: "CCPUFeatures"),
    .target(name: "SIMDKernelTable", swiftSettings: kernels),
    .target(
      name: "BackendSIMD",
      dependencies: ["DLCore", "HostOperations", "CCPUFeatures", "SIMDKernelTable"]
        + vectorSets.map { .byName(name: $0.name) },
      swiftSettings: strict + [.unsafeFlags(["-Ounchecked"])]),
    .target(
      name: "CConformanceData",
      exclude: [
        "README.md", "golden-onnx.safetensors", "golden-torch.safetensors",
      ]),
    .target(
      name: "BackendConformance", dependencies: ["DLCore", "CConformanceData"],
      swiftSettings: kernels),
    .target(name: "Models", dependencies: ["DLCore"], swiftSettings: strict),
    .target(name: "CPretrainedWeights", exclude: ["lenet5.safetensors"]),
    .target(
      name: "PretrainedModels", dependencies: ["DLCore", "Models", "CPretrainedWeights"],
      swiftSettings: strict),

    // Data and pictures.
    .target(
      name: "Datasets", dependencies: ["DLCore", "FileAccess", "CZlib", "CLibcrypto"],
      swiftSettings: kernels),
    .target(
      name: "DigitImages", dependencies: ["FileAccess", "CPNG", "CTurboJPEG"],
      swiftSettings: kernels),

    .target(
      name: "HandwritingSamples",
      dependencies: ["DLCore", "Datasets", "DigitImages", "CTurboJPEG"],
      swiftSettings: kernels),

    // Other tools' formats.
    .target(name: "ProtobufWire", swiftSettings: strict),
    .target(
      name: "ONNXExport", dependencies: ["DLCore", "Models", "ProtobufWire"],
      swiftSettings: strict),
    .target(name: "Markup", swiftSettings: strict),

    // Reports.
    .target(
      name: "RunReport", dependencies: ["DLCore", "Markup", "ProtobufWire"],
      swiftSettings: strict),

    // Measuring.
    .target(
      name: "Benchmarking",
      dependencies: [
        "DLCore", "Models", "Datasets", "FileAccess", "BackendBLAS", "BackendSIMD",
        "SIMDKernelTable",
      ], swiftSettings: kernels),

    // The tools.
    .target(
      name: "StandardBackends",
      dependencies: ["DLCore", "BackendNaive", "BackendBLAS", "BackendSIMD"],
      swiftSettings: strict),
    .target(name: "ToolSupport", swiftSettings: strict),
    .executableTarget(
      name: "lenet",
      dependencies: [
        "ToolSupport",
        "DLCore", "StandardBackends", "Models", "PretrainedModels", "Datasets", "DigitImages",
        "HandwritingSamples", "FileAccess", "BackendBLAS", "BackendSIMD", "RunReport", "ONNXExport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "dlbench",
      dependencies: [
        "ToolSupport",
        "DLCore", "StandardBackends", "BackendBLAS", "BackendSIMD", "BackendConformance",
        "Benchmarking", "FileAccess",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),

    // The proofs.
    .testTarget(
      name: "DLCoreTests", dependencies: ["DLCore", "BackendNaive", "FileAccess"],
      swiftSettings: strict),
    .testTarget(
      name: "BackendConformanceTests",
      dependencies: [
        "DLCore", "BackendNaive", "BackendBLAS", "BackendSIMD", "BackendConformance",
        "HostOperations",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "GoldenVectorTests",
      dependencies: [
        "DLCore", "BackendNaive", "BackendBLAS", "BackendSIMD", "BackendConformance",
      ], swiftSettings: strict),
    .testTarget(
      name: "ModelsTests",
      dependencies: [
        "DLCore", "BackendNaive", "BackendBLAS", "BackendSIMD", "Models", "Datasets", "FileAccess",
      ], exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "PretrainedModelsTests",
      dependencies: [
        "DLCore", "StandardBackends", "BackendNaive", "BackendSIMD", "Models", "PretrainedModels",
        "Datasets", "DigitImages",
      ], swiftSettings: strict),
    .testTarget(
      name: "FileAccessTests", dependencies: ["DLCore", "FileAccess"], exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(
      name: "DatasetsTests", dependencies: ["DLCore", "BackendNaive", "Datasets", "FileAccess"],
      swiftSettings: strict),
    .testTarget(
      name: "DigitImagesTests", dependencies: ["DigitImages", "FileAccess", "DLCore"],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "HandwritingSamplesTests",
      dependencies: [
        "HandwritingSamples", "DigitImages", "DLCore", "Models", "PretrainedModels", "BackendSIMD",
      ], swiftSettings: strict),
    .testTarget(
      name: "ProtobufWireTests", dependencies: ["ProtobufWire"], swiftSettings: strict),
    .testTarget(
      name: "ONNXExportTests",
      dependencies: ["ONNXExport", "ProtobufWire", "DLCore", "BackendNaive", "Models"],
      swiftSettings: strict),
    .testTarget(
      name: "RunReportTests", dependencies: ["Markup", "RunReport"], swiftSettings: strict),
    .testTarget(
      name: "LenetTests",
      dependencies: [
        "lenet", "DLCore", "BackendNaive", "Models", "PretrainedModels", "Datasets", "DigitImages",
        "FileAccess", "RunReport",
      ], swiftSettings: strict),
    .testTarget(
      name: "FuzzTests",
      dependencies: [
        "lenet", "DLCore", "BackendNaive", "Datasets", "DigitImages", "FileAccess",
      ], swiftSettings: kernels),
    .testTarget(
      name: "BenchmarkingTests",
      dependencies: [
        "Benchmarking", "DLCore", "BackendNaive", "BackendBLAS", "BackendSIMD",
        "BackendConformance", "Models", "Datasets", "SIMDKernelTable",
      ], swiftSettings: strict),
    .testTarget(
      name: "DLBenchTests",
      dependencies: [
        "dlbench", "Benchmarking", "DLCore", "BackendNaive", "BackendConformance", "FileAccess",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
  ] + vectorSets
)

// The tests of one target alone, for builds of which each takes long: see Scripts/sanitize.sh.
if let name = Context.environment["DLCORE_TESTS_OF"] {
  package.targets.removeAll { $0.type == .test && $0.name != name }
}
