import Datasets
import HandwritingSamples
import Testing

@Suite("Shapes of handwritten digits")
struct ShapeTests {
  @Test("Every line of the list is a shape: fourteen for each digit")
  func list() {
    for (digit, text) in WrittenShapes.all.enumerated() {
      let shapes = DigitShape.written.filter { $0.digit == digit }
      #expect(shapes.count == 14)
      #expect(text.split(separator: "\n").count == shapes.count)
      #expect(Set(shapes.map(\.name)).count == shapes.count)
    }
  }

  @Test(
    "A line that breaks the rules is no shape",
    arguments: [
      "no colon 1,2 3,4", "one point: 1,2", "three numbers: 1,2,3 4,5", "words: 1,2 here", "none:",
    ])
  func brokenLines(line: String) {
    #expect(DigitShape(digit: 1, line: line[...]) == nil)
  }

  @Test("The two halves share no shape")
  func halves() {
    let names = [HandwritingTest.Half.tuning, .report].map { half in
      HandwritingTest.written(half).shapes.map { "\($0.digit) \($0.name)" }
    }
    #expect(names[0].count == 70 && names[1].count == 70)
    #expect(Set(names[0]).isDisjoint(with: names[1]))
  }

  @Test("A frame's longer side is 1 and its middle the origin")
  func frame() {
    for shape in DigitShape.written {
      let layout = Layout(shape.lines)
      #expect(abs(layout.extent - 1) < 1e-9)
      #expect(layout.middle.length < 1e-9)
    }
  }

  @Test("A picture of a stroke is traced along its middle")
  func tracing() throws {
    // A ring between 7 and 11 pixels around the middle of 28x28.
    let pixels = (0..<784).map { index in
      let place = Point(Double(index % 28) - 13.5, Double(index / 28) - 13.5)
      return UInt8((7...11).contains(place.length) ? 255 : 0)
    }
    let shape = try #require(
      DigitShape(tracing: pixels, height: 28, width: 28, digit: 0, name: "ring"))
    #expect(shape.lines.count == 1)
    let line = try #require(shape.lines.first)
    // The middle line is a circle, whose diameter is the frame's side.
    #expect(line.allSatisfy { abs($0.length - 0.5) < 0.04 })
    let ends = try (#require(line.first), #require(line.last))
    #expect((ends.0 - ends.1).length < 0.05)
  }

  @Test("Nothing to trace, or too few pixels, gives no shape")
  func untraceable() {
    let blank = [UInt8](repeating: 0, count: 784)
    #expect(DigitShape(tracing: blank, height: 28, width: 28, digit: 0, name: "") == nil)
    #expect(DigitShape(tracing: blank, height: 28, width: 27, digit: 0, name: "") == nil)
    #expect(DigitShape(tracing: [], height: 0, width: 0, digit: 0, name: "") == nil)
  }
}
