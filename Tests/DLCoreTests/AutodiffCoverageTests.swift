import DLCore
import FileAccess
import Testing

/// Which requirements of a backend the gradient checks run through.
@Suite("Coverage of the gradient checks")
struct AutodiffCoverageTests {
  /// Requirements through which no gradient flows, and why.
  private static let withoutGradient: [String: String] = [
    "makeStorage": "makes constants",
    "withScalars": "reads",
    "isInterchangeable": "asks",
    "compare": "a step",
    "argumentReduce": "gives positions",
    "sgdUpdate": "updates leaves",
    "adamUpdate": "updates leaves",
    "maxPool2DSelected": "is reached by second derivatives only",
  ]

  @Test("Every requirement of Backend is known to this suite")
  func everyRequirementIsListed() throws {
    let listed = Set(Self.table.flatMap { [$0.forward] + $0.backward })
    #expect(listed.union(Self.withoutGradient.keys) == (try requirements()))
  }

  @Test("Each requirement is run by the cases that are to check it", arguments: table)
  func casesReachTheirRequirements(_ row: Row) throws {
    let watch = Watch()
    for example in row.cases { try checkGradient(of: example, on: Checked(WatchedBackend(watch))) }
    #expect(watch.called.isSuperset(of: [row.forward] + row.backward))
  }

  /// The names of the functions that the protocols in `Sources/DLCore/Backend` require.
  private func requirements() throws -> Set<String> {
    let folder = "\(#filePath)".split(separator: "/").dropLast(3).joined(separator: "/")
    let files = [
      "Storage", "Elementwise", "Reduction", "MatrixProduct", "Convolution2D", "Pool2D", "Softmax",
      "Movement", "OptimizerUpdates", "Backend",
    ]
    var names: Set<String> = []
    for file in files {
      let bytes = try Files.read("/\(folder)/Sources/DLCore/Backend/\(file).swift", limit: 1 << 20)
      var isInProtocol = false
      for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
        if line.hasPrefix("public protocol") { isInProtocol = true }
        if line == "}" { isInProtocol = false }
        guard isInProtocol, line.hasPrefix("  func ") else { continue }
        names.insert(String(line.dropFirst("  func ".count).prefix { $0 != "(" && $0 != "<" }))
      }
    }
    return names
  }
}

extension AutodiffCoverageTests {
  /// A requirement, those that its gradient is made of, and the cases that check it.
  struct Row: Sendable, CustomTestStringConvertible {
    let forward: String
    let backward: [String]
    let cases: [GradientCase]

    var testDescription: String { forward }
  }

  static let table: [Row] = [
    Row(forward: "unary", backward: ["unaryGradient"], cases: GradientCase.unaries),
    Row(forward: "binary", backward: [], cases: GradientCase.binaries),
    Row(forward: "select", backward: [], cases: GradientCase.selections),
    Row(forward: "reduce", backward: [], cases: GradientCase.reductions),
    Row(forward: "matrixProduct", backward: [], cases: GradientCase.matrixProducts),
    Row(forward: "linear", backward: ["linearGradients"], cases: GradientCase.linears),
    Row(
      forward: "convolution2D",
      backward: [
        "convolution2DInputGradient", "convolution2DWeightGradient", "convolution2DBiasGradient",
      ], cases: GradientCase.convolutions),
    Row(
      forward: "convolution2DReLUMaxPool2D", backward: ["convolution2DReLUMaxPool2DGradients"],
      cases: GradientCase.fusedConvolutions),
    Row(forward: "maxPool2D", backward: ["maxPool2DGradient"], cases: GradientCase.pools),
    Row(forward: "averagePool2D", backward: ["averagePool2DGradient"], cases: GradientCase.pools),
    Row(forward: "softmax", backward: ["softmaxGradient"], cases: GradientCase.softmaxes),
    Row(forward: "logSoftmax", backward: ["logSoftmaxGradient"], cases: GradientCase.softmaxes),
    Row(
      forward: "softmaxCrossEntropy", backward: ["softmaxCrossEntropyGradient"],
      cases: GradientCase.losses),
    Row(forward: "gatherElements", backward: [], cases: GradientCase.movements),
    Row(forward: "scatterAddElements", backward: [], cases: GradientCase.transposes),
    Row(forward: "strided", backward: ["stridedGradient"], cases: GradientCase.movements),
    Row(forward: "stridedGradient", backward: ["strided"], cases: GradientCase.transposes),
    Row(forward: "pad", backward: [], cases: GradientCase.movements),
    Row(forward: "concatenate", backward: [], cases: GradientCase.movements),
  ]
}
