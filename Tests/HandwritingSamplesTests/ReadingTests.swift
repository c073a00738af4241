import BackendSIMD
import DLCore
import DigitImages
import HandwritingSamples
import PretrainedModels
import Testing

@Suite("The pretrained model reads what people draw")
struct ReadingTests {
  /// The shares that one picture of each shape of the report half must be read right at least.
  private static let floors: [(way: DrawingWay, share: Double)] = [
    (.mouse, 0.9), (.thickMouse, 0.9), (.icon, 0.9), (.brush, 0.9), (.thinBrush, 0.9),
    (.whiteOnBlack, 0.9), (.pen, 0.9), (.ruled, 0.75), (.squared, 0.7), (.pencil, 0.8),
    (.marker, 0.9),
  ]

  @Test("Every way of drawing, better than the usual script", arguments: floors)
  func reading(way: DrawingWay, floor: Double) throws {
    let predictor = try Predictor(PretrainedLeNet5.make(on: SIMDBackend(threadCount: 1)))
    func reads(_ pixels: [UInt8], _ digit: Int) throws -> Bool {
      let logits = try predictor.predict(pixels.map { Float($0) / 255 })
      return logits.indices.max { logits[$0] < logits[$1] } == digit
    }
    let test = HandwritingTest.written(.report, hands: 1)
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
