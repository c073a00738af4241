/// Operations that fold one dimension away.
public protocol ReductionOperations<Scalar>: StorageOperations {
  /// Folds the middle dimension of `[outer, count, inner]`. Core.
  ///
  /// Sums are pairwise or better: off by at most (2 + log₂ count)·ε·Σ|x|. NaN wins a maximum or
  /// minimum; -0 and +0 are equal there, and the first counts.
  func reduce(_ reduction: Reduction, _ input: Storage, _ geometry: ReductionGeometry) -> Storage

  /// The position along the middle dimension of `[outer, count, inner]` of the largest or smallest
  /// element, one for each `[outer, inner]`. Core.
  ///
  /// The first of equal elements wins, and the first NaN over all numbers. `count` is at least 1.
  func argumentReduce(
    _ extremum: Extremum, _ input: Storage, _ geometry: ReductionGeometry
  ) -> [Int32]
}

/// A way to fold scalars into one.
public enum Reduction: String, Hashable, Sendable, CaseIterable {
  /// The sum; 0 for nothing.
  case sum
  /// The sum divided by the count; NaN for nothing.
  case mean
  /// The largest; -∞ for nothing.
  case maximum
  /// The smallest; +∞ for nothing.
  case minimum
}

/// The largest or the smallest.
public enum Extremum: String, Hashable, Sendable, CaseIterable {
  /// The largest.
  case maximum
  /// The smallest.
  case minimum
}
