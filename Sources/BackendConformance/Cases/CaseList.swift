import DLCore

/// The cases of a suite, as they are put together.
struct CaseList {
  let size: ConformanceSuite.Size
  private(set) var cases: [ConformanceCase] = []

  /// All cases, in the order of the contract.
  static func all(_ size: ConformanceSuite.Size) -> [ConformanceCase] {
    var list = CaseList(size: size)
    list.addStorage()
    list.addUnary()
    list.addUnaryGradient()
    list.addBinary()
    list.addCompareAndSelect()
    list.addReduce()
    list.addArgumentReduce()
    list.addMatrixProduct()
    list.addLinear()
    list.addConvolution2D()
    list.addConvolution2DLaws()
    list.addFusedConvolution2D()
    list.addMaxPool2D()
    list.addAveragePool2D()
    list.addSoftmax()
    list.addCrossEntropy()
    list.addMovement()
    list.addOptimizers()
    list.addInference()
    list.addAutodiff()
    list.addGolden()
    return list.cases
  }

  /// The lengths that special values are tried at: every one up to twice the widest vector, 16, and
  /// one more.
  var lengths: [Int] {
    size == .full ? Array(1...33) : [1, 3, 7, 8, 9, 16, 17, 33]
  }

  /// The batches that models are tried with: one picture, odd ones, one more than a power of two.
  var batches: [Int] { size == .full ? [1, 3, 16, 33] : [1, 16] }

  /// Adds a case that was made elsewhere.
  mutating func add(_ other: ConformanceCase) { cases.append(other) }

  /// Adds one case.
  mutating func add(_ name: String, law: String, body: @escaping ConformanceCase.Body) {
    cases.append(ConformanceCase(name, law: law, body: body))
  }

  /// Adds numbered cases; the quick suite has the first eighth of them, and at least three.
  mutating func add(
    _ group: String, _ count: Int, law: String, body: @escaping ConformanceCase.Body
  ) {
    let shown = size == .full ? count : min(max(count / 8, 3), count)
    for number in 0..<shown {
      cases.append(ConformanceCase("\(group)/\(number)", law: law, number: number, body: body))
    }
  }

  /// Adds a case for each length that special values are tried at.
  mutating func addLengths(_ group: String, law: String, body: @escaping ConformanceCase.Body) {
    for length in lengths {
      cases.append(ConformanceCase("\(group)/\(length)", law: law, number: length, body: body))
    }
  }
}
