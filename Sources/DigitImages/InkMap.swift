/// How much ink every pixel holds, from 0 (paper) to 255 (no light left), whatever the colours of
/// ink and paper and however unevenly the light falls.
struct InkMap {
  /// The amounts of ink as a picture.
  let amounts: GrayImage
  /// Whether the picture shows dark ink on lighter paper.
  let isDarkOnLight: Bool

  /// Finds the paper by what the picture's border shows, and measures the ink against it.
  init(_ picture: GrayImage) {
    let border = Histogram(picture.border())
    let isEven = border.quantile(0.9) - border.quantile(0.1) <= Self.evenSpread
    let paper = isEven ? CellGrid(picture, constant: Float(border.median)) : nil
    isDarkOnLight = Self.isDark(picture, paper: paper ?? Self.middle(of: picture))
    let dark = isDarkOnLight ? picture : picture.inverted()
    let bright = Float(isDarkOnLight ? border.median : 255 - border.median)
    amounts = Self.amounts(
      dark, paper: isEven ? CellGrid(picture, constant: bright) : Self.unevenPaper(dark))
  }

  /// A border whose levels (without the outer tenths) differ by no more than this is evenly lit.
  private static let evenSpread = 10
  /// Cells along each side of the grid that follows uneven light.
  private static let cellsPerSide = 32
  /// The least brightness that paper is taken to have.
  private static let darkestPaper: Float = 64
  /// Paper in the deepest shadow is at least this bright against the brightest paper; a darker
  /// place is a broad stroke of ink.
  private static let deepestShadow: Float = 0.4

  /// Whether what differs from the paper is mostly darker; also when neither prevails, since most
  /// people write dark on light.
  ///
  /// Cubes let the few strong differences of ink outweigh the many weak ones of light and noise.
  private static func isDark(_ picture: GrayImage, paper: CellGrid) -> Bool {
    var (darker, lighter) = (0.0, 0.0)
    for y in 0..<picture.height {
      let expected = paper.row(y)
      var (darkerRow, lighterRow): (Float, Float) = (0, 0)
      for x in 0..<picture.width {
        let difference = Float(picture.pixels[y * picture.width + x]) - expected[x]
        let cube = difference * difference * difference
        darkerRow -= min(cube, 0)
        lighterRow += max(cube, 0)
      }
      darker += Double(darkerRow)
      lighter += Double(lighterRow)
    }
    return lighter <= 1.5 * darker
  }

  /// The middle level around every place, which is the paper's, dark or light, because ink covers
  /// less than half of any large enough part of a picture.
  private static func middle(of picture: GrayImage) -> CellGrid {
    CellGrid(picture, cellsPerSide: 8, quantile: 0.5).medians(radius: 2)
  }

  /// The paper's brightness under uneven light: the bright quarter of every cell, closed over so
  /// that strokes up to a quarter of the picture wide are bridged.
  private static func unevenPaper(_ picture: GrayImage) -> CellGrid {
    var grid = CellGrid(picture, cellsPerSide: cellsPerSide, quantile: 0.75)
    grid = grid.closed(radius: (max(grid.columns, grid.rows) + 7) / 8)
    let floor = (grid.levels.max() ?? 0) * deepestShadow
    grid.levels = grid.levels.map { max($0, floor) }
    return grid
  }

  /// The share of the paper's light that is missing, in 255ths; on paper that is almost black the
  /// camera's noise would count for much, so it is taken for brighter.
  private static func amounts(_ picture: GrayImage, paper: CellGrid) -> GrayImage {
    picture.replacingRows { y, row in
      let expected = paper.row(y)
      for x in 0..<picture.width {
        let paper = max(expected[x], darkestPaper)
        let missing = 255 * (1 - Float(row[row.startIndex + x]) / paper)
        row[row.startIndex + x] = UInt8(min(max(missing, 0), 255).rounded())
      }
    }
  }
}

extension GrayImage {
  /// The pixels of the border, a sixteenth of the shorter side wide.
  fileprivate func border() -> [UInt8] {
    let thickness = max(1, min(width, height) / 16)
    var border: [UInt8] = []
    for y in 0..<height {
      let row = pixels[y * width..<(y + 1) * width]
      if y < thickness || y >= height - thickness || width <= 2 * thickness {
        border += row
      } else {
        border += row.prefix(thickness)
        border += row.suffix(thickness)
      }
    }
    return border
  }
}
