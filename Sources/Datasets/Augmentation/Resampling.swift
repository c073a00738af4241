import DLCore

/// Takes pixels from places between the pixels of a plane, bilinearly.
package struct Resampler {
  /// Each pixel with its neighbours to the right, below, and below right, a byte each.
  private var squares: [UInt32]
  /// Where the pixels of the row in hand come from, in 256ths of a pixel: first all columns, then
  /// all rows.
  private var places: [Int32]

  package init(height: Int, width: Int) {
    squares = [UInt32](repeating: 0, count: (width + 2) * (height + 2))
    places = [Int32](repeating: 0, count: 2 * width)
  }

  /// Draws the source on the target as the map and the displacements say.
  package mutating func resample(
    _ source: PixelPlane, to target: inout PixelPlane, _ map: AffineMap,
    displacement: inout Displacement
  ) {
    pack(source)
    for y in 0..<target.height {
      displacement.prepareRow(y)
      place(row: y, of: source, map, displacement)
      draw(row: y, of: &target)
    }
  }

  private mutating func pack(_ source: PixelPlane) {
    let stride = source.stride
    let pixels = source.pixels.span
    var squares = squares.mutableSpan
    // A square's last pixel lies `stride + 1` further on. Those of the last row, and of the corner
    // above its end, would have to look behind the plane; they are background, as they were made.
    for index in 0..<squares.count - stride - 1 {
      let above = UInt32(pixels[index]) | UInt32(pixels[index + 1]) << 8
      let next = index + stride
      let below = UInt32(pixels[next]) | UInt32(pixels[next + 1]) << 8
      squares[index] = above | below << 16
    }
  }

  /// Finds where a row's pixels come from; what lies outside the picture comes from its border.
  private mutating func place(
    row y: Int, of source: PixelPlane, _ map: AffineMap, _ displacement: Displacement
  ) {
    let (middleX, middleY) = (Float(source.width - 1) / 2, Float(source.height - 1) / 2)
    // Counted from the border's corner, which lies one pixel outside the picture.
    let down = Float(y) - middleY
    let startX = map.x + map.xy * down - map.xx * middleX + middleX + 1
    let startY = map.y + map.yy * down - map.yx * middleX + middleY + 1
    let (limitX, limitY) = (Float(source.width + 1), Float(source.height + 1))
    let (fieldX, fieldY) = (displacement.columns.span, displacement.rows.span)
    let width = source.width
    var places = places.mutableSpan
    for x in 0..<width {
      let sourceX = startX + map.xx * Float(x) + fieldX[x]
      let sourceY = startY + map.yx * Float(x) + fieldY[x]
      let boundedX = sourceX > 0 ? (sourceX < limitX ? sourceX : limitX) : 0
      let boundedY = sourceY > 0 ? (sourceY < limitY ? sourceY : limitY) : 0
      places[x] = FixedPoint.whole(boundedX * 256)
      places[width + x] = FixedPoint.whole(boundedY * 256)
    }
  }

  /// Mixes two pairs of pixels at once: each pair in 16 bits of a word of 32.
  private func draw(row y: Int, of target: inout PixelPlane) {
    let (start, stride) = (target.start(ofRow: y), target.stride)
    let (places, squares, width) = (places.span, squares.span, target.width)
    var pixels = target.pixels.mutableSpan
    // Places were bounded to the picture with its borders, which the squares cover.
    for x in 0..<width {
      let (column, row) = (places[x], places[width + x])
      let square = squares[Int(row >> 8) &* stride &+ Int(column >> 8)]
      let right = UInt32(truncatingIfNeeded: column & 255)
      let below = UInt32(truncatingIfNeeded: row & 255)
      let left = (square & 0x00FF_00FF) &* (256 &- right)
      let pair = (left &+ (square >> 8 & 0x00FF_00FF) &* right &+ 0x0080_0080) >> 8
      let level = (pair & 0xFF) &* (256 &- below) &+ (pair >> 16 & 0xFF) &* below &+ 0x80
      pixels[start + x] = UInt8(truncatingIfNeeded: level >> 8)
    }
  }
}

/// What is added to the places that a row's pixels come from.
package struct Displacement {
  /// Displacements along the row and across it, in pixels.
  private(set) var columns: [Float]
  private(set) var rows: [Float]
  private var fieldX: ElasticField
  private var fieldY: ElasticField
  private var isElastic = false

  package init(height: Int, width: Int) {
    columns = [Float](repeating: 0, count: width)
    rows = columns
    fieldX = ElasticField(height: height, width: width)
    fieldY = fieldX
  }

  /// Draws new fields; none for a deviation of 0, once and for all.
  package mutating func draw(
    deviation: Double, _ random: inout RandomSource
  ) {
    isElastic = deviation > 0
    guard isElastic else { return }
    fieldX.draw(deviation: deviation, &random)
    fieldY.draw(deviation: deviation, &random)
  }

  /// Makes the displacements those of a row.
  mutating func prepareRow(_ y: Int) {
    guard isElastic else { return }
    fieldX.writeRow(y, into: &columns)
    fieldY.writeRow(y, into: &rows)
  }
}
