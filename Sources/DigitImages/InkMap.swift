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
    let spread = Int(border.quantile(0.9)) - Int(border.quantile(0.1))
    let isEven = spread <= Self.evenSpread
    let paper = border.quantile(0.5)
    if isEven {
      isDarkOnLight = Self.isDark(picture) { _ in
        [Float](repeating: Float(paper), count: picture.width)
      }
    } else {
      let grid = CellGrid(picture, cellsPerSide: Self.cells, quantile: 0.5)
        .filtered(radius: 1) { $0[$0.count / 2] }
      isDarkOnLight = Self.isDark(picture, paper: grid.row)
    }
    let dark = isDarkOnLight ? picture : picture.inverted()
    amounts =
      isEven
      ? Self.amounts(dark, paper: isDarkOnLight ? paper : 255 - paper)
      : Self.amounts(dark, paper: Self.unevenPaper(dark))
  }

  /// A border whose levels (without the outer tenths) differ by no more than this is evenly lit.
  private static let evenSpread = 10
  /// Cells along each side of the grids that follow uneven light.
  private static let cells = 8
  /// Paper in the deepest shadow is at least this bright against the brightest paper; a darker
  /// place is a broad stroke of ink.
  private static let deepestShadow: Float = 0.4

  /// Whether what differs from the paper is mostly darker; cubes let the few strong differences of
  /// ink outweigh the many weak ones of light and noise.
  private static func isDark(_ picture: GrayImage, paper: (Int) -> [Float]) -> Bool {
    var sum: Double = 0
    for y in 0..<picture.height {
      let expected = paper(y)
      var rowSum: Float = 0
      for x in 0..<picture.width {
        let difference = Float(picture.pixels[y * picture.width + x]) - expected[x]
        rowSum += difference * difference * difference
      }
      sum += Double(rowSum)
    }
    return sum < 0
  }

  /// The paper's brightness under uneven light: the bright quarter of every cell, closed over (the
  /// least of the greatest neighbours) so that strokes up to three cells wide are bridged.
  private static func unevenPaper(_ picture: GrayImage) -> CellGrid {
    var grid = CellGrid(picture, cellsPerSide: cells, quantile: 0.75)
      .filtered(radius: 1) { $0.last }
      .filtered(radius: 1) { $0.first }
    let floor = (grid.levels.max() ?? 0) * deepestShadow
    grid.levels = grid.levels.map { max($0, floor) }
    return grid
  }

  /// The share of the paper's light that is missing, for paper of one brightness.
  private static func amounts(_ picture: GrayImage, paper: UInt8) -> GrayImage {
    picture.mapped { amount($0, paper: Float(paper)) }
  }

  /// The share of the paper's light that is missing, for paper that changes from place to place.
  private static func amounts(_ picture: GrayImage, paper: CellGrid) -> GrayImage {
    picture.replacingRows { y, row in
      let expected = paper.row(y)
      for x in 0..<picture.width {
        let index = row.startIndex + x
        row[index] = amount(row[index], paper: expected[x])
      }
    }
  }

  private static func amount(_ level: UInt8, paper: Float) -> UInt8 {
    guard Float(level) < paper else { return 0 }
    return UInt8(min(max(255 * (1 - Float(level) / paper), 0), 255).rounded())
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
