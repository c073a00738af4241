extension CellGrid {
  /// The levels closed over: dark places of fewer than `2 * radius` cells are bridged by what is
  /// around them, while slopes and steps of light stay (a grey-scale morphological closing).
  ///
  /// What lies beyond the picture's sides is unknown. Repeating the outermost cells there follows
  /// the light up to the sides, but takes a stroke that touches a side for paper; leaving them out
  /// does the reverse. So the first is used unless it is much darker than the second.
  func closed(radius: Int) -> CellGrid {
    let following = closing(radius: radius, padding: radius)
    let bridging = closing(radius: radius, padding: 0)
    var result = self
    result.levels = zip(following, bridging).map { $0 >= 0.75 * $1 ? $0 : $1 }
    return result
  }

  private func closing(radius: Int, padding: Int) -> [Float] {
    let (wide, high) = (columns + 2 * padding, rows + 2 * padding)
    var values: [Float] = []
    for y in 0..<high {
      let row = min(max(y - padding, 0), rows - 1)
      for x in 0..<wide {
        values.append(levels[row * columns + min(max(x - padding, 0), columns - 1)])
      }
    }
    values = Self.extremes(values, columns: wide, rows: high, radius: radius, pick: max)
    values = Self.extremes(values, columns: wide, rows: high, radius: radius, pick: min)
    return (0..<rows * columns).map { index in
      values[(index / columns + padding) * wide + index % columns + padding]
    }
  }

  /// The greatest or least value within `radius` cells along both axes, as far as there are cells.
  private static func extremes(
    _ values: [Float], columns: Int, rows: Int, radius: Int, pick: (Float, Float) -> Float
  ) -> [Float] {
    var lines = values
    for row in 0..<rows {
      for column in 0..<columns {
        let near = max(column - radius, 0)...min(column + radius, columns - 1)
        let index = row * columns + column
        lines[index] = near.reduce(values[index]) { pick($0, values[row * columns + $1]) }
      }
    }
    var result = lines
    for row in 0..<rows {
      for column in 0..<columns {
        let near = max(row - radius, 0)...min(row + radius, rows - 1)
        let index = row * columns + column
        result[index] = near.reduce(lines[index]) { pick($0, lines[$1 * columns + column]) }
      }
    }
    return result
  }
}
