import BackendSIMD
import DLCore
import DigitImages
import HandwritingSamples
import PretrainedModels
import Testing

@Suite("The pretrained model reads what people draw")
struct ReadingTests {
  /// The shares of pictures that must be read right at least, with some room below what
  /// `lenet evaluate --handwriting` gives.
  private static let floors: [(way: DrawingWay, share: Double)] = DrawingWay.allCases.map {
    (
      $0,
      [.mouse, .thickMouse, .icon, .brush, .thinBrush, .whiteOnBlack].contains($0) ? 0.97 : 0.94
    )
  }

  @Test("Every way of drawing, better than the usual script", arguments: floors)
  func reading(way: DrawingWay, floor: Double) throws {
    let predictor = try Predictor(PretrainedLeNet5.make(on: SIMDBackend(threadCount: 1)))
    func reads(_ pixels: [UInt8], _ digit: Int) throws -> Bool {
      let logits = try predictor.predict(pixels.map { Float($0) / 255 })
      return logits.indices.max { logits[$0] < logits[$1] } == digit
    }
    var test = HandwritingTest.written(.report, hands: 1)
    // Photos take a while.
    if floor < 0.95 { test.shapes = stride(from: 0, to: 70, by: 2).map { test.shapes[$0] } }
    let (right, usual) = try test.prepared(way).reduce(into: (0, 0)) { counts, picture in
      if case .digit(let digit) = picture.extraction {
        counts.0 += try reads(digit.pixels, picture.shape.digit) ? 1 : 0
      }
      counts.1 += try reads(picture.usual, picture.shape.digit) ? 1 : 0
    }
    #expect(Double(right) / Double(test.count) >= floor, "\(way): \(right) of \(test.count)")
    #expect(right > usual)
  }
}
