/// A coarse grid over a picture with one level a cell, read between the cells' centres by bilinear
/// interpolation: how bright the paper is from place to place.
struct CellGrid {
  let columns: Int
  let rows: Int
  var levels: [Float]
  private let width: Int
  private let height: Int

  /// Takes a quantile of every cell; cells are at least 3 pixels wide and high where possible.
  init(_ picture: GrayImage, cellsPerSide: Int, quantile: Double) {
    width = picture.width
    height = picture.height
    columns = max(1, min(cellsPerSide, width / 3))
    rows = max(1, min(cellsPerSide, height / 3))
    levels = []
    for row in 0..<rows {
      for column in 0..<columns {
        var histogram = Histogram()
        for y in row * height / rows..<(row + 1) * height / rows {
          for x in column * width / columns..<(column + 1) * width / columns {
            histogram.add(picture.pixels[y * width + x])
          }
        }
        levels.append(Float(histogram.quantile(quantile)))
      }
    }
  }

  /// Creates a grid with one level everywhere.
  init(_ picture: GrayImage, constant: Float) {
    (width, height, columns, rows, levels) = (picture.width, picture.height, 1, 1, [constant])
  }

  /// The grid with each level replaced by the median of those within `radius` cells.
  func medians(radius: Int) -> CellGrid {
    var result = self
    for index in levels.indices {
      let (row, column) = (index / columns, index % columns)
      var near: [Float] = []
      for y in max(row - radius, 0)...min(row + radius, rows - 1) {
        let columnRange = max(column - radius, 0)...min(column + radius, columns - 1)
        near += columnRange.map { levels[y * columns + $0] }
      }
      near.sort()
      result.levels[index] = (near[near.count / 2] + near[(near.count - 1) / 2]) / 2
    }
    return result
  }

  /// The interpolated levels of one pixel row.
  func row(_ y: Int) -> [Float] {
    let vertical = Self.position(y, side: height, cells: rows)
    let line = (0..<columns).map { column in
      let upper = levels[vertical.cell * columns + column]
      let lower = levels[min(vertical.cell + 1, rows - 1) * columns + column]
      return upper + (lower - upper) * vertical.fraction
    }
    return (0..<width).map { x in
      let horizontal = Self.position(x, side: width, cells: columns)
      let left = line[horizontal.cell]
      let right = line[min(horizontal.cell + 1, columns - 1)]
      return left + (right - left) * horizontal.fraction
    }
  }

  /// The cell whose centre lies before a pixel's centre, and how far on to the next cell's it is.
  ///
  /// Outside the outermost centres the slope goes on, so the fraction may be
  /// below 0 or above 1.
  private static func position(
    _ pixel: Int, side: Int, cells: Int
  ) -> (cell: Int, fraction: Float) {
    let place = (Float(pixel) + 0.5) * Float(cells) / Float(side) - 0.5
    let cell = max(0, min(Int(place), cells - 2))
    return (cell, place - Float(cell))
  }
}
