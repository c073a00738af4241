import SIMDKernelTable

// A tile of a matrix product is as large as its sums fit in registers, so that each scalar and each
// vector that is loaded goes into several multiply-adds: 12 rows of 2 vectors in 32 registers, 6
// rows of 2 in 16, and 6 rows of 1 where a vector takes two registers of 16.

/// The rows of a tile.
var productTileRows: Int {
  #if KERNELS_AVX512
    return 12
  #else
    return 6
  #endif
}

/// The vectors of a row of a tile.
var productTileVectors: Int {
  fusesMultiplyAdd ? 2 : 1
}

/// A panel of a matrix product: any number of rows, up to two vectors of columns.
///
/// Reads `rows * count` scalars at the given strides, and `count` rows of vectors: of one vector if
/// there are no more columns than lanes, of two else. Reads and writes exactly `columns` scalars of
/// each row of the output, and reads as many of the bias. May write a tile's scalars to the scratch.
func productPanel(_ arguments: ProductArguments) {
  var tile = arguments
  var rows = arguments.rows
  while rows > 0 {
    let height = min(rows, productTileRows)
    tile.rows = height
    productTile(tile)
    tile.scalars += height * arguments.rowStride
    tile.output += height * arguments.outputStride
    rows -= height
  }
}

/// Computes a tile by the code for exactly its size.
@inline(__always)
private func productTile(_ tile: ProductArguments) {
  let isWide = productTileVectors == 2 && tile.columns > laneCount
  switch tile.rows {
  #if KERNELS_AVX512
    case 12: isWide ? TileSums<6, 6, 2>.fill(tile) : TileSums<6, 6, 1>.fill(tile)
    case 11: isWide ? TileSums<6, 5, 2>.fill(tile) : TileSums<6, 5, 1>.fill(tile)
    case 10: isWide ? TileSums<6, 4, 2>.fill(tile) : TileSums<6, 4, 1>.fill(tile)
    case 9: isWide ? TileSums<6, 3, 2>.fill(tile) : TileSums<6, 3, 1>.fill(tile)
    case 8: isWide ? TileSums<6, 2, 2>.fill(tile) : TileSums<6, 2, 1>.fill(tile)
    case 7: isWide ? TileSums<6, 1, 2>.fill(tile) : TileSums<6, 1, 1>.fill(tile)
  #endif
  case 6: isWide ? TileSums<6, 0, 2>.fill(tile) : TileSums<6, 0, 1>.fill(tile)
  case 5: isWide ? TileSums<5, 0, 2>.fill(tile) : TileSums<5, 0, 1>.fill(tile)
  case 4: isWide ? TileSums<4, 0, 2>.fill(tile) : TileSums<4, 0, 1>.fill(tile)
  case 3: isWide ? TileSums<3, 0, 2>.fill(tile) : TileSums<3, 0, 1>.fill(tile)
  case 2: isWide ? TileSums<2, 0, 2>.fill(tile) : TileSums<2, 0, 1>.fill(tile)
  default: isWide ? TileSums<1, 0, 2>.fill(tile) : TileSums<1, 0, 1>.fill(tile)
  }
}

/// The sums of a tile of a given size, in two halves of rows.
///
/// The compiler unrolls no loop of more than six, and inlines no more than a few sizes into one
/// function; with sizes as generic arguments it compiles a function for each.
private enum TileSums<let upper: Int, let lower: Int, let vectors: Int> {
  /// Computes the sums and writes them, or what becomes of them.
  @inline(never)
  static func fill(_ tile: ProductArguments) {
    var upperSums = zeroTile()
    var lowerSums = zeroTile()
    let stride = tile.rowStride
    // Every third row: an address is one of these and once or twice the stride.
    var first = tile.scalars
    var third = first + 3 * stride
    var sixth = third + 3 * stride
    var ninth = sixth + 3 * stride
    var columns = tile.vectors
    for _ in 0..<tile.count {
      let left = load(columns)
      let right = vectors == 2 ? load(columns + laneCount) : left
      for row in 0..<upper {
        let scalar = Vector(repeating: (row < 3 ? first : third)[(row % 3) * stride])
        upperSums[2 * row] = multiplyAdd(scalar, left, upperSums[2 * row])
        if vectors == 2 {
          upperSums[2 * row + 1] = multiplyAdd(scalar, right, upperSums[2 * row + 1])
        }
      }
      for row in 0..<lower {
        let scalar = Vector(repeating: (row < 3 ? sixth : ninth)[(row % 3) * stride])
        lowerSums[2 * row] = multiplyAdd(scalar, left, lowerSums[2 * row])
        if vectors == 2 {
          lowerSums[2 * row + 1] = multiplyAdd(scalar, right, lowerSums[2 * row + 1])
        }
      }
      first += tile.termStride
      third += tile.termStride
      sixth += tile.termStride
      ninth += tile.termStride
      columns += tile.vectorStride
    }
    let isWhole = tile.columns == vectors * laneCount && tile.isPlain
    let target = isWhole ? tile.output : tile.scratch
    let targetStride = isWhole ? tile.outputStride : vectors * laneCount
    put(upperSums, rows: upper, target, targetStride)
    put(lowerSums, rows: lower, target + 6 * targetStride, targetStride)
    if !isWhole { finish(tile) }
  }

  /// Writes rows of sums.
  @inline(__always)
  private static func put(
    _ sums: Tile, rows: Int, _ target: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    for row in 0..<rows {
      store(sums[2 * row], target + row * stride)
      if vectors == 2 { store(sums[2 * row + 1], target + row * stride + laneCount) }
    }
  }
}

/// Moves a tile's sums from the scratch to the output: adds what is to be added, and rectifies.
@inline(never)
private func finish(_ tile: ProductArguments) {
  var start = 0
  while start < tile.columns {
    let count = min(tile.columns - start, laneCount)
    finish(tile, from: start, count)
    start += laneCount
  }
}

/// The same for `count` columns, at most a vector of them.
@inline(__always)
private func finish(_ tile: ProductArguments, from start: Int, _ count: Int) {
  let width = tile.columns > laneCount ? 2 * laneCount : laneCount
  var bias = Vector(repeating: 0)
  if let address = tile.bias { bias = load(first: count, address + start) }
  for row in 0..<tile.rows {
    let output = tile.output + row * tile.outputStride + start
    var sum = load(tile.scratch + row * width + start)
    if tile.accumulates { sum += load(first: count, output) }
    if tile.bias != nil { sum += bias }
    if tile.rectifies { sum = rectified(sum) }
    store(first: count, sum, output)
  }
}
