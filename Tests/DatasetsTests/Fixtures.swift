import Datasets

/// Small sets made by rule, so that a test can say what must come back.
enum Fixtures {
  /// Pictures whose pixels count up and whose labels go round 0...9.
  static func set(
    count: Int, height: Int = 28, width: Int = 28, name: String = "fixture"
  ) throws -> LabeledImages {
    try LabeledImages(
      name: name, height: height, width: width,
      pixels: (0..<count * height * width).map { UInt8($0 * 7 % 251) },
      labels: (0..<count).map { UInt8($0 % 10) }, classNames: digits)
  }

  static let digits = (0...9).map(String.init)
}

/// What a piece of work threw, as its one line; nil when it threw nothing.
func problem<T>(_ work: () throws -> T) -> String? {
  do {
    _ = try work()
    return nil
  } catch {
    return String(describing: error)
  }
}
