/// How results are written.
public enum ResultFormat: String, CaseIterable, Sendable {
  /// Columns for a terminal.
  case table
  /// A table for documents.
  case markdown
  /// Comma-separated values.
  case csv
  /// One object.
  case json
}
