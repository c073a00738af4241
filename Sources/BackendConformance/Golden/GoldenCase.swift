import DLCore

/// One golden vector: an operation whose result somebody else computed.
///
/// ```swift
/// for golden in try GoldenCases.all() {
///   try golden.run(on: MyBackend())
/// }
/// ```
public struct GoldenCase: Sendable {
  /// The name, such as `onnx/test_basic_conv_with_padding` or `torch/conv2d/12`.
  public let name: String
  /// The source and the kind of operation, such as `onnx/Conv` or `torch/conv2d`.
  public let family: String
  /// Where the expected values come from and how far off a backend may be, in one line.
  public let law: String
  package var record: GoldenRecord
  package let source: GoldenFile.Source

  /// Reads one case of a file.
  package init(_ key: String, in file: GoldenFile) throws(GoldenError) {
    do throws(TensorError) {
      record = try GoldenRecord(key, in: file)
    } catch {
      throw GoldenError("\(file.source.rawValue)/\(key)", error.problem)
    }
    name = record.name
    source = file.source
    family = "\(source.rawValue)/\(record.operation)"
    let results = record.outputs + record.gradients.sorted { $0.key < $1.key }.map(\.value)
    let bounds = results.map(\.boundInWords).joined(separator: "; ")
    law = "\(source.origin): \(bounds)"
  }

  /// Computes the operation on a backend and compares.
  ///
  /// Gradients are taken through `Autodiff` of the backend.
  ///
  /// - Throws: `GoldenError` with the first wrong element, what was expected, and the bound.
  public func run<B: Backend>(on backend: B) throws(GoldenError) where B.Scalar == Float {
    do throws(TensorError) {
      switch source {
      case .onnx: try checkOutputs(ONNXNode(record, on: backend).outputs())
      case .torch:
        let run = TorchRun(record: record, backend: backend)
        try checkOutputs(run.outputs())
        try checkGradients(run.gradients())
      }
    } catch {
      throw GoldenError(name, error.operation == Self.failed ? error.problem : error.description)
    }
  }

  /// The operation of the error that tells of a wrong result.
  private static let failed = "golden result"

  private func checkOutputs<B: Backend>(_ results: [Tensor<B>]) throws(TensorError)
  where B.Scalar == Float {
    guard results.count == record.outputs.count else {
      throw TensorError(
        Self.failed, .shape,
        "gives \(results.count) results, expected \(record.outputs.count)")
    }
    for (result, expectation) in zip(results, record.outputs) {
      try check(result, expectation)
    }
  }

  private func checkGradients<B: Backend>(
    _ results: [(number: Int, gradient: Tensor<B>)]
  ) throws(TensorError) where B.Scalar == Float {
    guard results.count == record.gradients.count else {
      throw TensorError(
        Self.failed, .gradient,
        "gives \(results.count) gradients, expected \(record.gradients.count)")
    }
    for (number, gradient) in results {
      if let expectation = record.gradients[number] { try check(gradient, expectation) }
    }
  }

  private func check<B: Backend>(
    _ result: Tensor<B>, _ expectation: GoldenExpectation
  ) throws(TensorError) where B.Scalar == Float {
    if let problem = expectation.problem(of: result) {
      throw TensorError(Self.failed, .shape, problem)
    }
  }
}

extension GoldenFile.Source {
  /// Whose values these are.
  fileprivate var origin: String {
    switch self {
    case .onnx: "node test of ONNX, at its tolerance of 1e-3·|expected| + 1e-7 and within"
    case .torch: "PyTorch in float64"
    }
  }
}

extension GoldenExpectation {
  /// The bound, as in `output0 exact` or `gradient1 12 ε·|expected|`.
  fileprivate var boundInWords: String {
    guard ulps > 0 else { return "\(role) exact" }
    return "\(role) \(ulps)·ε·\(scale == nil ? "|expected|" : "Σ|terms|")"
  }
}
