/// Results that others computed, to hold a backend against: ONNX's node tests and PyTorch.
///
/// The vectors are part of this library; `Sources/CConformanceData/README.md` tells of their origin
/// and licences, and `Scripts/make-golden-onnx.py` and `make-golden-torch.py` make them.
public enum GoldenCases {
  /// Every case, ONNX's first, each source in the order of names.
  ///
  /// - Throws: `GoldenError` if the data of this library is damaged.
  public static func all() throws(GoldenError) -> [GoldenCase] {
    var cases: [GoldenCase] = []
    for source in GoldenFile.Source.allCases {
      cases += try GoldenFile(embedded: source).cases()
    }
    return cases
  }

  /// The cases of the sources that are left out, and why.
  ///
  /// - Throws: `GoldenError` if the data of this library is damaged.
  public static var unmapped: [(name: String, reason: String)] {
    get throws(GoldenError) {
      var unmapped: [(name: String, reason: String)] = []
      for source in GoldenFile.Source.allCases {
        unmapped += try GoldenFile(embedded: source).unmapped.map {
          ("\(source.rawValue)/\($0.name)", $0.reason)
        }
      }
      return unmapped
    }
  }
}

extension GoldenFile {
  /// The file's cases, in the order of their names.
  package func cases() throws(GoldenError) -> [GoldenCase] {
    try caseNames.map { name throws(GoldenError) in try GoldenCase(name, in: self) }
  }
}
