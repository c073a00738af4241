import DLCore

extension HostBackend {
  /// Folds the middle dimension of `[outer, count, inner]`.
  ///
  /// Sums are kept in double precision, and rounded once.
  public func reduce(
    _ reduction: Reduction, _ input: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    hostReduce(reduction, input, geometry)
  }

  /// What `reduce` does where no backend knows better.
  package func hostReduce(
    _ reduction: Reduction, _ input: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    switch reduction {
    case .sum: summing(input, geometry, divisor: 1) { sum($0, $1) }
    case .mean: summing(input, geometry, divisor: Double(geometry.count)) { sum($0, $1) }
    case .maximum: extremum(input, geometry, ofNothing: -.infinity) { beats($0, $1) }
    case .minimum: extremum(input, geometry, ofNothing: .infinity) { beats(-$0, -$1) }
    }
  }

  /// The position of the largest or smallest element along the middle dimension.
  public func argumentReduce(
    _ extremum: Extremum, _ input: Storage, _ geometry: ReductionGeometry
  ) -> [Int32] {
    switch extremum {
    case .maximum: positions(input, geometry) { beats($0, $1) }
    case .minimum: positions(input, geometry) { beats(-$0, -$1) }
    }
  }
}

/// Whether a later candidate takes the place of the largest so far: it is larger, or the first NaN.
@inlinable
@inline(__always)
package func beats(_ candidate: Float, _ best: Float) -> Bool {
  !(candidate <= best) && best == best
}

/// The sum of `count` scalars, in double precision.
package func sum(_ values: UnsafePointer<Float>, _ count: Int) -> Double {
  // Four chains of additions run side by side.
  var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
  var index = 0
  while index &+ 4 <= count {
    a += Double(values[index])
    b += Double(values[index &+ 1])
    c += Double(values[index &+ 2])
    d += Double(values[index &+ 3])
    index &+= 4
  }
  while index < count {
    a += Double(values[index])
    index &+= 1
  }
  return (a + b) + (c + d)
}

extension HostBackend {
  /// Neighbouring columns of `inner` that are folded side by side.
  private static var columnsPerPiece: Int { 256 }
  /// The elements of one partial sum of a long row.
  private static var segment: Int { 65_536 }

  /// Sums divided by a number; `sum` adds up neighbouring scalars.
  package func summing(
    _ input: Storage, _ geometry: ReductionGeometry, divisor: Double,
    sum: (UnsafePointer<Float>, Int) -> Double
  ) -> Storage {
    make(geometry.outputCount) { result in
      input.withUnsafePointer { input in
        if geometry.inner == 1 {
          sumRows(input, geometry, divisor, result, sum)
        } else {
          sumColumns(input, geometry, divisor, result)
        }
      }
    }
  }

  /// Sums of contiguous rows, long ones in segments of fixed length.
  private func sumRows(
    _ input: UnsafePointer<Float>, _ geometry: ReductionGeometry, _ divisor: Double,
    _ result: UnsafeMutablePointer<Float>, _ sum: (UnsafePointer<Float>, Int) -> Double
  ) {
    let count = geometry.count
    let segments = max((count + Self.segment - 1) / Self.segment, 1)
    withWorkspace(of: Double.self, geometry.outer * segments) { partial in
      forEachRange(geometry.outer * segments, workPerElement: min(count, Self.segment)) { range in
        for piece in range {
          let (row, place) = piece.quotientAndRemainder(dividingBy: segments)
          let start = place * Self.segment
          partial[piece] = sum(input + row * count + start, min(Self.segment, count - start))
        }
      }
      for row in 0..<geometry.outer {
        var total = 0.0
        for place in 0..<segments { total += partial[row * segments + place] }
        result[row] = Float(total / divisor)
      }
    }
  }

  /// Sums down the columns of `[count, inner]`, a strip of neighbouring columns at a time.
  private func sumColumns(
    _ input: UnsafePointer<Float>, _ geometry: ReductionGeometry, _ divisor: Double,
    _ result: UnsafeMutablePointer<Float>
  ) {
    forEachStrip(geometry) { first, output, width in
      withWorkspace(of: Double.self, width) { totals in
        totals.update(repeating: 0, count: width)
        for row in 0..<geometry.count {
          let values = input + first + row * geometry.inner
          for column in 0..<width { totals[column] += Double(values[column]) }
        }
        for column in 0..<width { result[output + column] = Float(totals[column] / divisor) }
      }
    }
  }

  /// Calls `body` with the position in the input, the position in the output and the width of each
  /// strip of columns.
  package func forEachStrip(_ geometry: ReductionGeometry, _ body: (Int, Int, Int) -> Void) {
    let (count, inner) = (geometry.count, geometry.inner)
    let width = Self.columnsPerPiece
    let strips = (inner + width - 1) / width
    let work = min(inner, width) * max(count, 1)
    forEachRange(geometry.outer * strips, workPerElement: work) { range in
      for piece in range {
        let (outer, strip) = piece.quotientAndRemainder(dividingBy: strips)
        let column = strip * width
        body(
          outer * count * inner + column, outer * inner + column, min(width, inner - column))
      }
    }
  }

  /// The winners along the middle dimension.
  @inline(__always)
  private func extremum(
    _ input: Storage, _ geometry: ReductionGeometry, ofNothing: Float,
    wins: (Float, Float) -> Bool
  ) -> Storage {
    guard geometry.count > 0 else {
      return makeStorage(repeating: ofNothing, count: geometry.outputCount)
    }
    return make(geometry.outputCount) { result in
      input.withUnsafePointer { input in
        forEachStrip(geometry) { first, output, width in
          for column in 0..<width { result[output + column] = input[first + column] }
          for row in 1..<max(geometry.count, 1) {
            let values = input + first + row * geometry.inner
            for column in 0..<width where wins(values[column], result[output + column]) {
              result[output + column] = values[column]
            }
          }
        }
      }
    }
  }

  /// The positions of the winners along the middle dimension.
  @inline(__always)
  private func positions(
    _ input: Storage, _ geometry: ReductionGeometry, wins: (Float, Float) -> Bool
  ) -> [Int32] {
    // To fill no elements would write to the memory that all empty arrays share.
    guard geometry.outputCount > 0 else { return [] }
    return [Int32](unsafeUninitializedCapacity: geometry.outputCount) { result, initializedCount in
      input.withUnsafePointer { input in
        for output in 0..<geometry.outputCount {
          let (outer, column) = output.quotientAndRemainder(dividingBy: geometry.inner)
          let values = input + outer * geometry.count * geometry.inner + column
          var best = 0
          for place in 1..<max(geometry.count, 1)
          where wins(values[place * geometry.inner], values[best * geometry.inner]) {
            best = place
          }
          result.initializeElement(at: output, to: Int32(truncatingIfNeeded: best))
        }
      }
      initializedCount = geometry.outputCount
    }
  }
}
