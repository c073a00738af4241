/// Pictures as text, for showing a digit beside its prediction in a terminal.
public enum TerminalPicture {
  /// Renders 28x28 pixels (0 is dark, 255 light) as 14 lines of 28 characters; an empty list for
  /// any other number of pixels.
  ///
  /// With colour, every character is an upper half block whose foreground and background are the
  /// greys of two pixels (24-bit ANSI escapes, reset at the line's end). Without, it is a shade
  /// for the mean of the two.
  public static func halfBlocks(_ pixels: [UInt8], color: Bool) -> [String] {
    let side = DigitImage.side
    guard pixels.count == side * side else { return [] }
    return stride(from: 0, to: side, by: 2).map { y in
      let upper = pixels[y * side..<(y + 1) * side]
      let lower = pixels[(y + 1) * side..<(y + 2) * side]
      return color ? colored(upper, lower) : shaded(upper, lower)
    }
  }

  private static func colored(_ upper: ArraySlice<UInt8>, _ lower: ArraySlice<UInt8>) -> String {
    let cells = zip(upper, lower).map { top, bottom in
      "\u{1B}[38;2;\(top);\(top);\(top)m\u{1B}[48;2;\(bottom);\(bottom);\(bottom)m▀"
    }
    return cells.joined() + "\u{1B}[0m"
  }

  private static func shaded(_ upper: ArraySlice<UInt8>, _ lower: ArraySlice<UInt8>) -> String {
    let shades: [Character] = [" ", "░", "▒", "▓", "█"]
    return String(
      zip(upper, lower).map { top, bottom in
        shades[(Int(top) + Int(bottom)) * (shades.count - 1) / 510]
      })
  }
}
