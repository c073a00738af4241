// swift-tools-version: 6.2
import PackageDescription

/// Whether warnings are errors, as in continuous integration: for this package's own builds only.
///
/// SwiftPM silences warnings of packages that others depend on, and the compiler refuses both at once.
let warningsAreErrors = Context.environment["DLCORE_WARNINGS"] == "error"

/// Settings of every target: Swift 6 rules.
let strict: [SwiftSetting] =
  [.swiftLanguageMode(.v6), .enableUpcomingFeature("MemberImportVisibility")]
  + (warningsAreErrors ? [.treatAllWarnings(as: .error)] : [])

/// The same for targets in C.
let strictC: [CSetting] = warningsAreErrors ? [.treatAllWarnings(as: .error)] : []

/// Kernels are optimised in debug builds too: a debug test run trains real networks.
let kernels: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// Tests that compute little: their many expectations take the optimiser longer than it saves.
let tests: [SwiftSetting] =
  strict + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

/// Square roots that need not set C's `errno`, and so are one instruction, also of vectors.
let plainSquareRoots: SwiftSetting = .unsafeFlags(["-Xcc", "-fno-math-errno"])

#if compiler(>=6.3)
  /// Options for x86-64 only: `#if arch` here would ask about the machine that builds, which is not
  /// always the one that the package is built for.
  func onX86(_ options: [String]) -> [String] {
    ["-Xcc", "-Qunused-arguments"] + options.flatMap { ["-Xcc", "-Xarch_x86_64", "-Xcc", $0] }
  }
#elseif arch(x86_64)
  /// Options for x86-64; earlier compilers have none for one architecture, and build for their own.
  func onX86(_ options: [String]) -> [String] { options.flatMap { ["-Xcc", $0] } }
#else
  func onX86(_ options: [String]) -> [String] { [] }
#endif

/// Kernels built for one instruction set, unchecked: every bound is stated where they are called.
func vectorKernels(_ name: String, _ flags: [String] = []) -> Target {
  .target(
    name: name, dependencies: ["SIMDKernelTable"],
    swiftSettings: strict + [.unsafeFlags(["-Ounchecked"] + flags), plainSquareRoots])
}

/// One target for each instruction set, on every architecture; their sources say what is in them.
let vectorSets: [Target] = [
  vectorKernels("SIMDKernelsBaseline"),
  vectorKernels("SIMDKernelsAVX2", ["-D", "KERNELS_AVX2"] + onX86(["-mavx2", "-mfma"])),
  vectorKernels(
    "SIMDKernelsAVX512",
    ["-D", "KERNELS_AVX512"]
      + onX86(["-mavx512f", "-mavx512vl", "-mavx512bw", "-mavx512dq", "-mfma"])),
]

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
    .target(name: "CCPUFeatures", cSettings: strictC),
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
      ], cSettings: strictC),
    .target(
      name: "BackendConformance", dependencies: ["DLCore", "CConformanceData"],
      swiftSettings: kernels),
    .target(name: "Models", dependencies: ["DLCore"], swiftSettings: strict),
    .target(
      name: "CPretrainedWeights", exclude: ["lenet5.safetensors"], cSettings: strictC),
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
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "DLCoreTests", dependencies: ["DLCore", "BackendNaive", "FileAccess"],
      swiftSettings: tests),
    .testTarget(
      name: "BackendConformanceTests",
      dependencies: [
        "DLCore", "BackendNaive", "BackendBLAS", "BackendSIMD", "BackendConformance",
        "HostOperations", "TestSupport",
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
        "TestSupport",
      ], exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "PretrainedModelsTests",
      dependencies: [
        "DLCore", "StandardBackends", "BackendNaive", "BackendSIMD", "Models", "PretrainedModels",
        "Datasets", "DigitImages",
      ], swiftSettings: strict),
    .testTarget(
      name: "FileAccessTests", dependencies: ["DLCore", "FileAccess"], exclude: ["Fixtures"],
      swiftSettings: tests),
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
      name: "ProtobufWireTests", dependencies: ["ProtobufWire"], swiftSettings: tests),
    .testTarget(
      name: "ONNXExportTests",
      dependencies: ["ONNXExport", "ProtobufWire", "DLCore", "BackendNaive", "Models"],
      swiftSettings: strict),
    .testTarget(
      name: "RunReportTests", dependencies: ["Markup", "RunReport"], swiftSettings: tests),
    .testTarget(
      name: "LenetTests",
      dependencies: [
        "TestSupport",
        "lenet", "DLCore", "BackendNaive", "Models", "PretrainedModels", "Datasets", "DigitImages",
        "FileAccess", "RunReport",
      ], swiftSettings: tests),
    .testTarget(
      name: "FuzzTests",
      dependencies: [
        "lenet", "DLCore", "BackendNaive", "Datasets", "DigitImages", "FileAccess", "TestSupport",
      ], swiftSettings: kernels),
    .testTarget(
      name: "BenchmarkingTests",
      dependencies: [
        "Benchmarking", "DLCore", "BackendNaive", "BackendBLAS", "BackendSIMD",
        "BackendConformance", "Models", "Datasets", "SIMDKernelTable",
      ], swiftSettings: tests),
    .testTarget(
      name: "DLBenchTests",
      dependencies: [
        "TestSupport",
        "dlbench", "Benchmarking", "DLCore", "BackendNaive", "BackendConformance", "FileAccess",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
  ] + vectorSets
)

// The tests of one target alone, for builds of which each takes long: see Scripts/sanitize.sh.
if let name = Context.environment["DLCORE_TESTS_OF"] {
  package.targets.removeAll { $0.type == .test && $0.name != name }
}
