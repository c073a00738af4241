import DigitImages
import RunReport

/// Ten bars, one a digit, each as long as the digit is likely, as a grey picture.
enum ProbabilityBars {
  private static let width = 342
  private static let height = 280
  /// The side of a pixel of the letters.
  private static let dot = 2

  /// Draws the bars of all ten digits, 0 first.
  static func picture(_ scores: [Score]) -> GrayImage? {
    var pixels = [UInt8](repeating: 255, count: width * height)
    let likeliest = scores.first?.digit
    for score in scores where (0...9).contains(score.digit) {
      let top = score.digit * height / 10 + 4
      write("\(score.digit)", left: 6, top: top + 4, on: &pixels)
      let length = Int((score.probability * 200).rounded())
      let level: UInt8 = score.digit == likeliest ? 40 : 150
      for y in top..<top + 20 {
        for x in 24..<24 + max(length, 1) { pixels[y * width + x] = level }
      }
      write(Format.percent(score.probability), left: 236, top: top + 4, on: &pixels)
    }
    return GrayImage(width: width, height: height, pixels: pixels)
  }

  /// Writes digits, points and per cent signs; other characters are blanks.
  private static func write(_ text: String, left: Int, top: Int, on pixels: inout [UInt8]) {
    for (place, character) in text.enumerated() {
      for (row, bits) in (font[character] ?? []).enumerated() {
        for column in 0..<5 where bits >> (4 - column) & 1 == 1 {
          let (x, y) = (left + (place * 6 + column) * dot, top + row * dot)
          fill(x..<min(x + dot, width), y..<min(y + dot, height), on: &pixels)
        }
      }
    }
  }

  private static func fill(_ columns: Range<Int>, _ rows: Range<Int>, on pixels: inout [UInt8]) {
    for y in rows {
      for x in columns { pixels[y * width + x] = 0 }
    }
  }

  /// Seven rows of five dots for each character, the leftmost dot in the highest bit.
  private static let font: [Character: [UInt8]] = [
    "0": [0b01110, 0b10001, 0b10011, 0b10101, 0b11001, 0b10001, 0b01110],
    "1": [0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
    "2": [0b01110, 0b10001, 0b00001, 0b00110, 0b01000, 0b10000, 0b11111],
    "3": [0b01110, 0b10001, 0b00001, 0b00110, 0b00001, 0b10001, 0b01110],
    "4": [0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010],
    "5": [0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110],
    "6": [0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110],
    "7": [0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000],
    "8": [0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110],
    "9": [0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100],
    ".": [0, 0, 0, 0, 0, 0b00100, 0b00100],
    "%": [0b11001, 0b11010, 0b00010, 0b00100, 0b01000, 0b01011, 0b10011],
  ]
}
