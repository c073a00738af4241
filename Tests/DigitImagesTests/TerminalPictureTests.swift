import DigitImages
import Testing

@Suite("Digits are shown in a terminal as 14 lines")
struct TerminalPictureTests {
  @Test("Without colour: shades for the mean of two pixels")
  func shades() {
    var pixels = [UInt8](repeating: 0, count: 784)
    (pixels[0], pixels[28]) = (255, 255)
    (pixels[1], pixels[29]) = (255, 0)
    let lines = TerminalPicture.halfBlocks(pixels, color: false)
    #expect(lines.count == 14)
    #expect(lines.allSatisfy { $0.count == 28 })
    #expect(lines[0].hasPrefix("█▒ "))
  }

  @Test("With colour: both pixels of every half block, and a reset")
  func colors() {
    var pixels = [UInt8](repeating: 0, count: 784)
    (pixels[0], pixels[28]) = (255, 7)
    let lines = TerminalPicture.halfBlocks(pixels, color: true)
    #expect(lines.count == 14)
    #expect(lines[0].hasPrefix("\u{1B}[38;2;255;255;255m\u{1B}[48;2;7;7;7m▀"))
    #expect(lines.allSatisfy { $0.hasSuffix("▀\u{1B}[0m") })
  }

  @Test("Another number of pixels gives nothing")
  func wrongCount() {
    #expect(TerminalPicture.halfBlocks([], color: true).isEmpty)
    #expect(TerminalPicture.halfBlocks([1, 2, 3], color: false).isEmpty)
  }
}
