extension GrayImage {
  /// The picture made smaller by a whole factor, so that its longer side has at most `limit`
  /// pixels; every new pixel is the mean of the block that it stands for.
  func reduced(toLongerSide limit: Int) -> GrayImage {
    let longer = max(width, height)
    let factor = (longer - 1) / max(limit, 1) + 1
    guard factor > 1 else { return self }
    let columns = (width - 1) / factor + 1
    let rows = (height - 1) / factor + 1
    var reduced: [UInt8] = []
    reduced.reserveCapacity(columns * rows)
    for row in 0..<rows {
      let lines = row * factor..<min((row + 1) * factor, height)
      var sums = [Int](repeating: 0, count: columns)
      for y in lines { addBlocks(ofRow: y, factor: factor, to: &sums) }
      for column in 0..<columns {
        // The last column and row of blocks may be narrower.
        let count = lines.count * (min((column + 1) * factor, width) - column * factor)
        reduced.append(UInt8((sums[column] + count / 2) / count))
      }
    }
    return GrayImage(width: columns, height: rows, pixels: reduced) ?? self
  }

  private func addBlocks(ofRow y: Int, factor: Int, to sums: inout [Int]) {
    let row = y * width
    for column in sums.indices {
      let end = min((column + 1) * factor, width)
      var sum = 0
      for x in column * factor..<end { sum += Int(pixels[row + x]) }
      sums[column] += sum
    }
  }
}
