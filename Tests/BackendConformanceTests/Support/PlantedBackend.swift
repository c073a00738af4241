import BackendNaive
import DLCore

/// A backend with one bug of the kind that backends really have, to see that a check finds it.
struct PlantedBackend: Backend {
  /// What is wrong.
  enum Bug: String, CaseIterable, Sendable {
    case lastTieWins, maximumLosesNaN, sumInPlainOrder, transposeIgnored, tailLeftOut
    case scatterInReverse, gatherOffByOne, reluKeepsNegativeZero, maskByMultiplication
    case notEqualFailsForNaN, meanOfNothingIsZero, seventeenthElementLost

    /// A check that must find it.
    var victim: String {
      switch self {
      case .lastTieWins: "argumentReduce"
      case .maximumLosesNaN: "reduce, special values"
      case .sumInPlainOrder: "reduce, long sums"
      case .transposeIgnored: "matrixProduct"
      case .tailLeftOut: "unary"
      case .scatterInReverse: "scatterAddElements"
      case .gatherOffByOne: "gatherElements"
      case .reluKeepsNegativeZero: "unary, signs of zeros"
      case .maskByMultiplication: "select"
      case .notEqualFailsForNaN: "compare"
      case .meanOfNothingIsZero: "reduce"
      case .seventeenthElementLost: "storage"
      }
    }
  }

  let name = "planted"
  let bug: Bug
  private let core = NaiveBackend<Float>()

  init(_ bug: Bug) { self.bug = bug }

  func makeStorage(count: Int, fill: (inout MutableSpan<Float>) -> Void) -> [Float] {
    var storage = core.makeStorage(count: count, fill: fill)
    if bug == .seventeenthElementLost && count > 16 { storage[16] = 0 }
    return storage
  }

  func withScalars<Result, Failure: Error>(
    of storage: [Float], count: Int, _ body: (Span<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try core.withScalars(of: storage, count: count, body)
  }

  func unary(_ operation: UnaryOperation, _ input: [Float], count: Int) -> [Float] {
    var output = core.unary(operation, input, count: count)
    if bug == .reluKeepsNegativeZero && operation == .relu {
      output = input.map { $0 < 0 ? 0 : $0 }
    }
    if bug == .tailLeftOut { for index in count / 8 * 8..<count { output[index] = 0 } }
    return output
  }

  func binary(
    _ operation: BinaryOperation, _ lhs: [Float], _ rhs: [Float], _ geometry: BroadcastGeometry
  ) -> [Float] {
    core.binary(operation, lhs, rhs, geometry)
  }

  func compare(
    _ comparison: Comparison, _ lhs: [Float], _ rhs: [Float], _ geometry: BroadcastGeometry
  ) -> [Float] {
    guard bug == .notEqualFailsForNaN, comparison == .notEqual else {
      return core.compare(comparison, lhs, rhs, geometry)
    }
    let less = core.compare(.less, lhs, rhs, geometry)
    return core.binary(
      .add, less, core.compare(.greater, lhs, rhs, geometry), count: geometry.count)
  }

  func select(mask: [Float], whenTrue: [Float], whenFalse: [Float], count: Int) -> [Float] {
    guard bug == .maskByMultiplication else {
      return core.select(mask: mask, whenTrue: whenTrue, whenFalse: whenFalse, count: count)
    }
    return (0..<count).map {
      let isChosen: Float = mask[$0] != 0 ? 1 : 0
      return isChosen * whenTrue[$0] + (1 - isChosen) * whenFalse[$0]
    }
  }

  func reduce(
    _ reduction: Reduction, _ input: [Float], _ geometry: ReductionGeometry
  ) -> [Float] {
    switch (bug, reduction) {
    case (.maximumLosesNaN, .maximum):
      lines(input, geometry).map { $0.reduce(-.infinity) { $1 > $0 ? $1 : $0 } }
    case (.sumInPlainOrder, .sum): lines(input, geometry).map { $0.reduce(0, +) }
    case (.meanOfNothingIsZero, .mean) where geometry.count == 0:
      [Float](repeating: 0, count: geometry.outputCount)
    default: core.reduce(reduction, input, geometry)
    }
  }

  func argumentReduce(
    _ extremum: Extremum, _ input: [Float], _ geometry: ReductionGeometry
  ) -> [Int32] {
    guard bug == .lastTieWins else { return core.argumentReduce(extremum, input, geometry) }
    return lines(input, geometry).map { line in
      let reversed = [Float](line.reversed())
      return Int32(line.count - 1 - winner(extremum, reversed))
    }
  }

  func matrixProduct(
    _ lhs: [Float], _ rhs: [Float], _ geometry: MatrixProductGeometry
  ) -> [Float] {
    guard bug == .transposeIgnored else { return core.matrixProduct(lhs, rhs, geometry) }
    return core.matrixProduct(
      lhs, rhs,
      MatrixProductGeometry(
        batch: geometry.batch, rows: geometry.rows, columns: geometry.columns,
        inner: geometry.inner, transposesLHS: geometry.transposesLHS,
        sharesLHS: geometry.sharesLHS, sharesRHS: geometry.sharesRHS))
  }

  func gatherElements(_ input: [Float], at indices: [Int32], fill: Float) -> [Float] {
    let shift: Int32 = bug == .gatherOffByOne ? 1 : 0
    return core.gatherElements(
      input, at: indices.map { $0 < 0 ? $0 : max($0 - shift, 0) }, fill: fill)
  }

  func scatterAddElements(_ input: [Float], at indices: [Int32], count: Int) -> [Float] {
    guard bug == .scatterInReverse else {
      return core.scatterAddElements(input, at: indices, count: count)
    }
    return core.scatterAddElements(input.reversed(), at: indices.reversed(), count: count)
  }
}
