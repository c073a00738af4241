import DLCore
import DigitImages
import Dispatch

/// A set of handwritten digits to measure reading with: shapes, each written by several hands.
///
/// Half of all shapes is for choosing parameters with, the other half for reporting.
public struct HandwritingTest: Sendable {
  /// Which half of the shapes.
  public enum Half: Sendable {
    /// The one that parameters may be chosen on.
    case tuning
    /// The one that results are reported on.
    case report
  }

  /// The shapes.
  public var shapes: [DigitShape]
  /// How many pictures are made of each shape in each way, each by another hand.
  public var hands: Int

  /// Creates a test.
  public init(shapes: [DigitShape], hands: Int) {
    self.shapes = shapes
    self.hands = hands
  }

  /// The shapes that are written down in this library, every other one for either half.
  public static func written(_ half: Half, hands: Int = 4) -> HandwritingTest {
    let kept = DigitShape.written.enumerated().filter { ($0.offset % 2 == 1) == (half == .report) }
    return HandwritingTest(shapes: kept.map(\.element), hands: hands)
  }

  /// The number of pictures in each way.
  public var count: Int { shapes.count * max(hands, 0) }

  /// Draws all pictures of one way and prepares them for a network, on several threads.
  ///
  /// The order is that of the shapes. Throws a `PictureError` when a picture cannot be made.
  public func prepared(
    _ way: DrawingWay, with extractor: DigitExtractor = DigitExtractor()
  ) throws(PictureError) -> [PreparedPicture] {
    let done = Lock<[Int: Result<PreparedPicture, PictureError>]>([:])
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let shape = shapes[index / hands]
      let result = Result { () throws(PictureError) in
        try PreparedPicture(
          HandwritingPicture(of: shape, way, seed: UInt64(index % hands)), shape, extractor)
      }
      done.withLock { $0[index] = result }
    }
    var pictures: [PreparedPicture] = []
    for (_, result) in done.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
      pictures.append(try result.get())
    }
    return pictures
  }
}

/// A handwritten picture, ready to be read by a network in two ways.
public struct PreparedPicture: Sendable {
  /// The shape that it shows.
  public let shape: DigitShape
  /// The picture as a file.
  public let picture: HandwritingPicture
  /// What was found in it.
  public let extraction: Extraction
  /// What the usual script makes of it: 784 pixels.
  public let usual: [UInt8]

  init(
    _ picture: HandwritingPicture, _ shape: DigitShape, _ extractor: DigitExtractor
  ) throws(PictureError) {
    let decoded = try PictureFile.decode(picture.bytes, path: shape.name)
    self.shape = shape
    self.picture = picture
    extraction = extractor.extract(decoded)
    usual = UsualScript.pixels(decoded)
  }
}
