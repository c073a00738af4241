import DLCore
import HostOperations
import SIMDKernelTable

extension SIMDBackend {
  /// Folds the middle dimension of `[outer, count, inner]`.
  ///
  /// Sums are kept in double precision, and rounded once.
  public func reduce(
    _ reduction: Reduction, _ input: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    switch reduction {
    case .sum, .mean:
      // Shorter rows do not fill vectors.
      guard geometry.inner == 1, geometry.count >= 32 else {
        return hostReduce(reduction, input, geometry)
      }
      let divisor = reduction == .mean ? Double(geometry.count) : 1
      return summing(input, geometry, divisor: divisor) { kernels.functions.sum($0, $1) }
    case .maximum, .minimum:
      guard geometry.count > 0 else { return hostReduce(reduction, input, geometry) }
      return make(geometry.outputCount) { values in
        extrema(input, geometry, isMinimum: reduction == .minimum, values: values, positions: nil)
      }
    }
  }

  /// The position of the largest or smallest element along the middle dimension.
  public func argumentReduce(
    _ extremum: Extremum, _ input: Storage, _ geometry: ReductionGeometry
  ) -> [Int32] {
    let count = geometry.outputCount
    // To fill no elements would write to the memory that all empty arrays share.
    guard count > 0 else { return [] }
    return [Int32](unsafeUninitializedCapacity: count) { positions, initializedCount in
      extrema(
        input, geometry, isMinimum: extremum == .minimum, values: nil,
        positions: positions.baseAddress)
      initializedCount = count
    }
  }

  /// Writes `outputCount` extrema, their positions, or both; `count` is at least 1.
  private func extrema(
    _ input: Storage, _ geometry: ReductionGeometry, isMinimum: Bool,
    values: UnsafeMutablePointer<Float>?, positions: UnsafeMutablePointer<Int32>?
  ) {
    input.withUnsafePointer { input in
      guard geometry.inner == 1 else {
        return forEachStrip(geometry) { first, output, width in
          kernels.functions.extremaOfColumns(
            ColumnExtremaArguments(
              input: input + first, count: geometry.count, stride: geometry.inner, width: width,
              isMinimum: isMinimum, values: values.map { $0 + output },
              positions: positions.map { $0 + output }))
        }
      }
      forEachRange(geometry.outer, workPerElement: geometry.count) { rows in
        let first = rows.lowerBound
        kernels.functions.extremaOfRows(
          RowExtremaArguments(
            input: input + first * geometry.count, rows: rows.count, count: geometry.count,
            isMinimum: isMinimum, values: values.map { $0 + first },
            positions: positions.map { $0 + first }))
      }
    }
  }
}
