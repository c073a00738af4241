import DLCore
import FileAccess

/// How a model wants its pixels: `(pixel / 255 - mean) / deviation`.
struct InputScale: Equatable {
  var mean: Double
  var deviation: Double

  /// Pixels from 0 to 1, as this tool trains.
  static let unit = InputScale(mean: 0, deviation: 1)

  private init(mean: Double, deviation: Double) {
    self.mean = mean
    self.deviation = deviation
  }

  /// Reads `mean` and `std` of a weights file's metadata; `unit` where it has none.
  init(metadata: [String: String], path: String) throws(FileError) {
    self = .unit
    if let text = metadata["mean"] { mean = try Self.number(text, "mean", path) { _ in true } }
    if let text = metadata["std"] { deviation = try Self.number(text, "std", path) { $0 > 0 } }
  }

  /// The scale as a weights file says it.
  var metadata: [String: String] {
    ["mean": Self.text(mean), "std": Self.text(deviation)]
  }

  private static func text(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
  }

  private static func number(
    _ text: String, _ key: String, _ path: String, _ isRight: (Double) -> Bool
  ) throws(FileError) -> Double {
    // Pixels are in single precision, which is narrower.
    guard let value = Double(text), Float(value).isFinite, isRight(Double(Float(value))) else {
      throw FileError(path: path, problem: "its metadata '\(key)' is not a usable number")
    }
    return value
  }
}

/// Examples brought to the scale that a model wants.
struct ScaledExamples<Base: ExampleSource>: ExampleSource {
  let base: Base
  let scale: InputScale

  var count: Int { base.count }
  var exampleShape: Shape { base.exampleShape }
  var classCount: Int { base.classCount }

  func label(at index: Int) -> Int { base.label(at: index) }

  func write<Scalar: BackendScalar>(
    _ indices: ArraySlice<Int>, into examples: inout MutableSpan<Scalar>
  ) {
    base.write(indices, into: &examples)
    guard scale != .unit else { return }
    let (mean, deviation) = (Scalar(scale.mean), Scalar(scale.deviation))
    for index in examples.indices { examples[index] = (examples[index] - mean) / deviation }
  }
}
