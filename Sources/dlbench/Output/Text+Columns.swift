extension String {
  /// Moved to the right end of a column.
  func right(_ width: Int) -> String {
    String(repeating: " ", count: max(width - count, 0)) + self
  }

  /// Filled up with spaces to a column.
  func left(_ width: Int) -> String {
    self + String(repeating: " ", count: max(width - count, 0))
  }

  /// Cut off, with a sign of it, where it does not fit.
  func fitted(_ width: Int) -> String {
    count <= width ? self : String(prefix(max(width - 1, 0))) + "…"
  }
}
