extension String {
  /// Text from outside made fit for one line: control characters become `?`.
  public var printableLine: String {
    let shown = unicodeScalars.map { scalar -> Unicode.Scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: "?"
      default: scalar
      }
    }
    return String(String.UnicodeScalarView(shown))
  }

  /// The first 64 characters of such text.
  public var printable: String { String(printableLine.prefix(64)) }
}
