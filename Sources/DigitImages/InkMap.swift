/// How much ink every pixel holds, from 0 (paper) to 255 (no light left), whatever the colours of
/// ink and paper and however unevenly the light falls.
struct InkMap {
  /// Whether the picture shows dark ink on lighter paper.
  let isDarkOnLight: Bool
  /// The widths of strokes, as shares of the picture's longer side, that the ink may be sought
  /// with, the first first; none for a picture that is evenly lit.
  let strokeLimits: [Double]
  /// The picture with dark ink.
  private let dark: GrayImage
  /// The paper's brightness where it is even.
  private let bright: UInt8

  /// Finds the paper by what the picture's border shows.
  init(_ picture: GrayImage) {
    let border = Histogram(picture.border())
    let isEven = border.quantile(0.9) - border.quantile(0.1) <= Self.evenSpread
    isDarkOnLight =
      isEven ? Self.isDark(picture, paper: border.median) : Self.hasDarkLines(picture)
    dark = isDarkOnLight ? picture : picture.inverted()
    bright = isDarkOnLight ? border.median : 255 - border.median
    strokeLimits = isEven ? [] : [0.3, 0.12, 0.06]
  }

  /// A border whose levels (without the outer tenths) differ by no more than this is evenly lit.
  private static let evenSpread = 10
  /// The least brightness that paper is taken to have.
  private static let darkestPaper: Float = 64
  /// Paper in the deepest shadow is at least this bright against the brightest paper; a darker
  /// place is a broad stroke of ink.
  private static let deepestShadow = 0.4

  /// Whether what differs from the paper is mostly darker; also when neither prevails, since most
  /// people write dark on light.
  ///
  /// Cubes let the few strong differences of ink outweigh the many weak ones of light and noise.
  private static func isDark(_ picture: GrayImage, paper: UInt8) -> Bool {
    var (darker, lighter) = (0.0, 0.0)
    for level in picture.pixels {
      let difference = Double(level) - Double(paper)
      let cube = difference * difference * difference
      darker -= min(cube, 0)
      lighter += max(cube, 0)
    }
    return lighter <= 1.5 * darker
  }

  /// Whether narrow light places do not clearly prevail over narrow dark ones, under uneven light.
  ///
  /// Photos of chalk on a blackboard are rare. Sought at two widths: at the smaller one, what counts of a thick marker's digit are the light
  /// places within its loops; at the larger one, corners of shadows count more than a thin pencil.
  private static func hasDarkLines(_ picture: GrayImage) -> Bool {
    let small = picture.reduced(toLongerSide: 400).blurred()
    let light = small.inverted()
    return [40, 12].contains { part in
      let radius = max(small.width, small.height) / part + 1
      return depth(light, radius: radius) <= 3 * depth(small, radius: radius)
    }
  }

  /// How deep narrow dark places are, cubed and added up, beyond what noise does.
  private static func depth(_ picture: GrayImage, radius: Int) -> Double {
    let paper = picture.closedRepeatingSides(radius: radius)
    let depths = zip(paper.pixels, picture.pixels).map { $0 - min($0, $1) }
    let noise = 3 * Int(Histogram(depths).quantile(0.5))
    return depths.reduce(0) { sum, depth in
      let beyond = Double(max(Int(depth) - noise, 0))
      return sum + beyond * beyond * beyond
    }
  }

  /// The share of the evenly bright paper's light that is missing, in 255ths.
  func evenAmounts() -> GrayImage {
    let paper = max(Float(bright), Self.darkestPaper)
    return dark.mapped { Self.amount($0, paper: paper) }
  }

  /// The share of the paper's light that is missing, in 255ths, where the paper's brightness is
  /// that around strokes of a width; whatever is wider, such as a shadow, counts as paper.
  func amounts(strokeLimit: Double) -> GrayImage {
    let longer = Double(max(dark.width, dark.height))
    // Smoothed, so that the brightest grain of noise does not count as the paper.
    let smooth = longer >= 200 ? dark.blurred() : dark
    let paper = smooth.closed(radius: max(Int(strokeLimit * longer / 2), 2))
    let floor = Double(paper.pixels.max() ?? 0) * Self.deepestShadow
    let darkest = max(Float(floor), Self.darkestPaper)
    let amounts = smooth.replacingRows { y, row in
      for x in 0..<dark.width {
        let paper = max(Float(paper.pixels[y * dark.width + x]), darkest)
        row[row.startIndex + x] = Self.amount(row[row.startIndex + x], paper: paper)
      }
    }
    // What is missing from most pixels is no ink but noise below the brightest grain.
    let usual = Histogram(amounts.pixels).quantile(0.5)
    return amounts.mapped { $0 - min($0, usual) }
  }

  private static func amount(_ level: UInt8, paper: Float) -> UInt8 {
    UInt8(min(max(255 * (1 - Float(level) / paper), 0), 255).rounded())
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
