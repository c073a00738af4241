/// Finds the digit in a picture and puts it into the form that MNIST's digits have.
///
/// ```swift
/// let picture = try PictureFile.read("seven.jpg")
/// switch DigitExtractor().extract(picture) {
/// case .digit(let digit): recognise(digit.pixels)
/// case .blank(let reason): print(reason)
/// }
/// ```
public struct DigitExtractor: Hashable, Sendable {
  /// Pictures with a longer side than this, in pixels, are made smaller before the ink is sought.
  public var workingSide = 1000
  /// The least difference between ink and paper, in 255ths of the paper's brightness.
  public var minimumContrast = 20
  /// Parts with less ink than this share of the largest part are specks.
  public var speckShare = 0.04
  /// Ink that is nowhere longer than this share of the picture's longer side is only specks.
  public var minimumSize = 0.02

  /// Strokes thinner than this many of MNIST's pixels are thickened; 0 leaves all as they are.
  ///
  /// One in twenty of MNIST's own digits has thinner ones.
  public var minimumStroke = 1.3

  /// Pictures with at least this many pixels along the longer side show strokes in detail.
  private static let fineSide = 200

  /// Creates an extractor with the standard parameters.
  public init() {}

  /// Finds the digit: the ink by its contrast with what the border shows, without specks; boxed,
  /// scaled and centred as MNIST does it.
  ///
  /// Any picture is accepted; one without ink, or with ink that is no digit, gives `.blank`.
  public func extract(_ picture: GrayImage) -> Extraction {
    let working = picture.reduced(toLongerSide: workingSide)
    guard let first = working.pixels.first, !working.pixels.allSatisfy({ $0 == first }) else {
      return .blank(.uniform)
    }
    let map = InkMap(working)
    guard let finding = finding(map, longer: max(working.width, working.height)) else {
      return .blank(.lowContrast)
    }
    return digit(finding, working, map)
  }

  /// The digit of a finding, framed as MNIST does it.
  func digit(_ finding: InkFinding, _ working: GrayImage, _ map: InkMap) -> Extraction {
    guard let box = finding.box else { return .blank(.specksOnly) }
    let mask = finding.mask
    if let reason = finding.refusal(mask: mask, box: box) { return .blank(reason) }
    let square = square(finding.amounts, mask: mask, box: box, levels: finding.levels)
    let steps = ExtractionSteps(
      working: working, isDarkOnLight: map.isDarkOnLight, ink: finding.amounts,
      threshold: finding.levels.threshold, mask: mask, box: box, partCount: finding.chosen.count,
      square: square)
    return .digit(DigitImage(pixels: MNISTFrame.centered(square), steps: steps))
  }

  /// The best that is found in a picture; nil when nothing stands out.
  ///
  /// Under uneven light it is sought with the widest strokes that do not take shadows for ink.
  func finding(_ map: InkMap, longer: Int) -> InkFinding? {
    guard !map.strokeLimits.isEmpty else {
      return finding(map.evenAmounts(), longer: longer, isPhoto: false)
    }
    var best: (finding: InkFinding, unlikeness: Double)?
    for limit in map.strokeLimits {
      guard let finding = finding(map.amounts(strokeLimit: limit), longer: longer, isPhoto: true)
      else { continue }
      let unlikeness = finding.unlikeness
      if unlikeness < best?.unlikeness ?? .infinity || best == nil { best = (finding, unlikeness) }
      if unlikeness <= 1 { break }
    }
    return best?.finding
  }

  private func finding(_ seen: GrayImage, longer: Int, isPhoto: Bool) -> InkFinding? {
    let isFine = longer >= Self.fineSide
    let amounts = isFine ? RuledLines.removed(from: seen) : seen
    guard
      let levels = InkLevels(
        Histogram(amounts.pixels), minimumContrast: minimumContrast, isFine: isFine)
    else { return nil }
    let parts = InkParts(amounts, levels: levels)
    let minimumSide = max(3, Int((Self.bounded(minimumSize, by: 1) * Double(longer)).rounded()))
    return InkFinding(
      amounts: amounts, levels: levels, parts: parts,
      chosen: parts.digit(speckShare: speckShare, minimumSide: minimumSide, isPhoto: isPhoto))
  }

  /// The ink inside the box, its strokes wide enough, in MNIST's 20x20 square.
  private func square(
    _ amounts: GrayImage, mask: GrayImage, box: PixelBox, levels: InkLevels
  ) -> [UInt8] {
    let crop = Self.crop(amounts, mask: mask, box: box, levels: levels)
      .thickened(minimum: Self.bounded(minimumStroke, by: Double(MNISTFrame.inkSide)))
    return MNISTFrame.scaled(crop.shares, width: crop.width, height: crop.height)
  }

  /// A parameter held to `0 ... limit`; 0 for NaN.
  private static func bounded(_ value: Double, by limit: Double) -> Double {
    value > 0 ? min(value, limit) : 0
  }

  /// Takes a 28x28 picture as it is (0 is paper, 255 ink), as MNIST's own pictures are.
  ///
  /// Throws when the picture has another size; `path` names it in the error.
  public static func raw(
    _ picture: GrayImage, path: String = "the picture"
  ) throws(PictureError) -> DigitImage {
    guard picture.width == MNISTFrame.side, picture.height == MNISTFrame.side else {
      let size = "\(picture.width) x \(picture.height)"
      let problem = "has \(size) pixels; a raw digit has 28 x 28: leave out --raw to have it fitted"
      throw PictureError(path: path, problem: problem)
    }
    return DigitImage(pixels: picture.pixels, steps: nil)
  }

  /// The shares of ink, from 0 to 1, inside the box; paper and dropped parts are 0.
  private static func crop(
    _ amounts: GrayImage, mask: GrayImage, box: PixelBox, levels: InkLevels
  ) -> InkCrop {
    let table = (UInt8.min...UInt8.max).map(levels.share)
    var shares: [Float] = []
    shares.reserveCapacity(box.width * box.height)
    for y in box.top..<box.top + box.height {
      for index in y * amounts.width + box.left..<y * amounts.width + box.left + box.width {
        shares.append(mask.pixels[index] == 0 ? 0 : table[Int(amounts.pixels[index])])
      }
    }
    return InkCrop(width: box.width, height: box.height, shares: shares)
  }
}
