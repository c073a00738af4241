import SIMDKernelTable

/// 12 vectors of sums: enough chains to keep two multiply-add units busy, and few enough to stay in
/// registers together with what they are made of.
typealias Tile = InlineArray<12, Vector>

// Written out, since the generic initializer would be compiled once a build under one name, and the
// linker would keep any one of them.

/// Twelve vectors of zeros.
@inline(__always)
func zeroTile() -> Tile {
  let zero = Vector(repeating: 0)
  return [zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero]
}

/// Six vectors of zeros.
@inline(__always)
func zeroHalfTile() -> InlineArray<6, Vector> {
  let zero = Vector(repeating: 0)
  return [zero, zero, zero, zero, zero, zero]
}

/// Four vectors of zeros.
@inline(__always)
func fourZeros() -> InlineArray<4, Vector> {
  let zero = Vector(repeating: 0)
  return [zero, zero, zero, zero]
}

/// A tile of a convolution: 6 channels, 2 vectors of places that lie side by side in the input.
///
/// Reads `6 * count` scalars (weights, `[term][channel]`) and, for each term, a vector at its
/// offset and one at its second offset.
func placeTile(_ arguments: TileArguments) {
  var sums = zeroTile()
  var scalars = arguments.scalars
  // There is an offset for each term, so none is read where there are none.
  let first = arguments.offsets
  let second = arguments.places
  for term in 0..<arguments.count {
    let left = load(arguments.vectors + first.unsafelyUnwrapped[term])
    let right = load(arguments.vectors + second.unsafelyUnwrapped[term])
    for row in 0..<6 {
      let scalar = Vector(repeating: scalars[row])
      sums[2 * row] = multiplyAdd(scalar, left, sums[2 * row])
      sums[2 * row + 1] = multiplyAdd(scalar, right, sums[2 * row + 1])
    }
    scalars += 6
  }
  write(sums, arguments)
}

/// A tile of a convolution: 12 places, 1 vector of channels.
///
/// Reads, for each term, a vector of weights (`[term][channel]`) and for each of 12 places the
/// scalar at the place's and the term's offset; all 12 places must be readable.
func channelTile(_ arguments: TileArguments) {
  // Two halves, as the compiler unrolls no loop of twelve.
  var upper = zeroHalfTile()
  var lower = zeroHalfTile()
  guard let places = arguments.places else { return }
  let offsets = arguments.offsets
  let upperRows = InlineArray<6, UnsafePointer<Float>> { arguments.scalars + places[$0] }
  let lowerRows = InlineArray<6, UnsafePointer<Float>> { arguments.scalars + places[$0 + 6] }
  var vectors = arguments.vectors
  for term in 0..<arguments.count {
    let offset = offsets.unsafelyUnwrapped[term]
    let weights = load(vectors)
    for row in 0..<6 {
      upper[row] = multiplyAdd(Vector(repeating: upperRows[row][offset]), weights, upper[row])
    }
    for row in 0..<6 {
      lower[row] = multiplyAdd(Vector(repeating: lowerRows[row][offset]), weights, lower[row])
    }
    vectors += laneCount
  }
  for row in 0..<6 { store(upper[row], arguments.output + row * arguments.rowStride) }
  let below = arguments.output + 6 * arguments.rowStride
  for row in 0..<6 { store(lower[row], below + row * arguments.rowStride) }
}

/// A tile of a convolution: 6 places, 2 vectors of channels; otherwise as `channelTile`.
func wideChannelTile(_ arguments: TileArguments) {
  var sums = zeroTile()
  guard let places = arguments.places else { return }
  let offsets = arguments.offsets
  let rows = InlineArray<6, UnsafePointer<Float>> { arguments.scalars + places[$0] }
  var vectors = arguments.vectors
  for term in 0..<arguments.count {
    let offset = offsets.unsafelyUnwrapped[term]
    let left = load(vectors)
    let right = load(vectors + laneCount)
    for row in 0..<6 {
      let scalar = Vector(repeating: rows[row][offset])
      sums[2 * row] = multiplyAdd(scalar, left, sums[2 * row])
      sums[2 * row + 1] = multiplyAdd(scalar, right, sums[2 * row + 1])
    }
    vectors += 2 * laneCount
  }
  writeWhole(sums, arguments)
}

/// Writes the wanted part of a tile of 6 rows.
@inline(__always)
private func write(_ sums: Tile, _ arguments: TileArguments) {
  guard arguments.rows == 6, arguments.columns == 2 * laneCount else {
    return writePart(sums, arguments)
  }
  writeWhole(sums, arguments)
}

/// Writes a tile of 6 rows.
@inline(__always)
private func writeWhole(_ sums: Tile, _ arguments: TileArguments) {
  // Nested loops of few trips are unrolled, so that the sums go from registers to their places.
  for row in 0..<6 {
    for half in 0..<2 {
      store(
        sums[2 * row + half], arguments.output + row * arguments.rowStride + half * laneCount)
    }
  }
}

/// Writes the first `rows` and `columns` of a tile, scalar by scalar.
@inline(never)
private func writePart(_ sums: Tile, _ arguments: TileArguments) {
  withUnsafeTemporaryAllocation(of: Float.self, capacity: 12 * laneCount) { scalars in
    guard let base = scalars.baseAddress else { return }
    for index in 0..<12 { store(sums[index], base + index * laneCount) }
    for row in 0..<arguments.rows {
      let source = base + 2 * row * laneCount
      let target = arguments.output + row * arguments.rowStride
      target.update(from: source, count: arguments.columns)
    }
  }
}
