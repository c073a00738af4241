/// A way in which people make a picture of a digit.
public enum DrawingWay: String, CaseIterable, Sendable {
  /// With the mouse in a paint program, lines of one pixel on a canvas of 28x28.
  case mouse
  /// The same with lines of two or three pixels.
  case thickMouse = "mouse-thick"
  /// Lines of one pixel in 16x16.
  case icon
  /// With a brush on a canvas of 100 to 400 pixels.
  case brush
  /// With lines of one to three pixels on such a canvas.
  case thinBrush = "brush-thin"
  /// White with a brush on black.
  case whiteOnBlack = "white-on-black"
  /// A photo of black or blue pen on plain paper.
  case pen
  /// The same on ruled paper.
  case ruled
  /// The same on squared paper.
  case squared
  /// A photo of a thin pencil's faint lines.
  case pencil
  /// A photo of a felt marker's lines.
  case marker

  /// The way in a few words.
  public var summary: String {
    switch self {
    case .mouse: "mouse, 28x28, lines of 1 pixel"
    case .thickMouse: "mouse, 28x28, lines of 2 or 3 pixels"
    case .icon: "16x16, lines of 1 pixel"
    case .brush: "brush on a canvas of 100 to 400 pixels"
    case .thinBrush: "lines of 1 to 3 pixels on such a canvas"
    case .whiteOnBlack: "white brush on black"
    case .pen: "photo: pen on plain paper"
    case .ruled: "photo: pen on ruled paper"
    case .squared: "photo: pen on squared paper"
    case .pencil: "photo: faint, thin pencil"
    case .marker: "photo: thick marker"
    }
  }
}
