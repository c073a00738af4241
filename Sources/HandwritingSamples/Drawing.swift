import DLCore
import Datasets
import DigitImages

/// A drawing in the making: what is drawn, how, and the random numbers that decide the rest.
struct Drawing {
  private let shape: DigitShape
  private let way: DrawingWay
  private var random: RandomSource

  init(_ shape: DigitShape, _ way: DrawingWay, seed: UInt64) {
    self.shape = shape
    self.way = way
    random = RandomSource(seed: seed, stream: "\(way.rawValue)/\(shape.digit)/\(shape.name)")
  }

  /// Whether the picture is a photo, in colour.
  var isPhoto: Bool {
    switch way {
    case .mouse, .thickMouse, .icon, .brush, .thinBrush, .whiteOnBlack: false
    case .pen, .ruled, .squared, .pencil, .marker: true
    }
  }

  /// The file's content.
  func encoded() throws(PictureError) -> [UInt8] {
    var random = random
    let lines = Hand(&random, variety: shape.variety).write(shape.lines, &random)
    guard !isPhoto else {
      return try PaperPhoto(way, &random).encoded(lines, &random)
    }
    let canvas =
      switch way {
      case .mouse: Canvas.mouse(lines, side: 28, pen: 1, &random)
      case .thickMouse: Canvas.mouse(lines, side: 28, pen: 2 + random.integer(below: 2), &random)
      case .icon: Canvas.mouse(lines, side: 16, pen: 1, &random)
      case .thinBrush: Canvas.brush(lines, isThin: true, &random)
      default: Canvas.brush(lines, isThin: false, &random)
      }
    return try canvas.encoded(isInverted: way == .whiteOnBlack)
  }
}
