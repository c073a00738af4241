import DLCore

extension Trial {
  /// Σ xᵢ·yᵢ in twice the precision, with the magnitude of its terms.
  func dot(_ storage: B.Storage, _ other: [Double]) throws(ConformanceFailure) -> LawfulSum {
    var sum = LawfulSum()
    for (x, y) in zip(try load(storage, other.count), other) { sum.add(x, times: y) }
    return sum
  }

  /// Fails unless two inner products agree as well as their terms were rounded.
  ///
  /// 200 roundings are more than any sum behind a term has; the factor 4 covers its cancellation.
  func expect(_ sum: LawfulSum, near other: LawfulSum) throws(ConformanceFailure) {
    let bound = 800 * format.epsilon * max(sum.magnitude, other.magnitude, 1)
    guard abs(sum.value - other.value) <= bound else {
      throw failure(
        "⟨x, Aᵀ·y⟩ is \(sum.value), expected ⟨A·x, y⟩, \(other.value) within \(bound)")
    }
  }
}
