/// Rows and columns of text, written in one of several forms.
public struct TextTable: Hashable, Sendable {
  /// A column's title, and to which side its texts move.
  public struct Column: Hashable, Sendable {
    /// The title.
    public var title: String
    /// Whether texts end at the right, as numbers do.
    public var isRight: Bool

    /// A column of words.
    public static func words(_ title: String) -> Column { Column(title: title, isRight: false) }
    /// A column of numbers.
    public static func numbers(_ title: String) -> Column { Column(title: title, isRight: true) }
  }

  /// The columns.
  public var columns: [Column]
  /// The rows; one that is too short ends with empty cells.
  public var rows: [[String]]

  /// Creates a table.
  public init(columns: [Column], rows: [[String]] = []) {
    self.columns = columns
    self.rows = rows
  }

  /// For a terminal: columns side by side, a line under the titles.
  public var plain: String {
    let widths = widths(of: rows)
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
    return ([columns.map(\.title)] + rows).enumerated().flatMap { number, row in
      let line = zip(columns.indices, widths).map { padded(row, $0, to: $1) }
        .joined(separator: "  ")
      return number == 0 ? [trimmed(line), rule] : [trimmed(line)]
    }.joined(separator: "\n")
  }

  /// For documents: GitHub's Markdown.
  public var markdown: String {
    let escaped = rows.map { $0.map { $0.replacing("|", with: "\\|") } }
    let widths = widths(of: escaped).map { max($0, 3) }
    let rule = zip(columns, widths).map { column, width in
      String(repeating: "-", count: width - 1) + (column.isRight ? ":" : "-")
    }
    return ([columns.map(\.title), rule] + escaped).map { row in
      "| " + zip(columns.indices, widths).map { padded(row, $0, to: $1) }.joined(separator: " | ")
        + " |"
    }.joined(separator: "\n")
  }

  /// For spreadsheets: comma-separated values (RFC 4180), with line feeds.
  public var csv: String {
    ([columns.map(\.title)] + rows).map { row in
      columns.indices.map { Self.quoted(cell(row, $0)) }.joined(separator: ",")
    }.joined(separator: "\n")
  }

  private static func quoted(_ text: String) -> String {
    let isPlain = !text.contains { $0 == "," || $0 == "\"" || $0.isNewline }
    return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  private func cell(_ row: [String], _ column: Int) -> String {
    row.indices.contains(column) ? row[column] : ""
  }

  private func widths(of rows: [[String]]) -> [Int] {
    columns.indices.map { column in
      rows.reduce(columns[column].title.count) { max($0, cell($1, column).count) }
    }
  }

  private func padded(_ row: [String], _ column: Int, to width: Int) -> String {
    let text = cell(row, column)
    let space = String(repeating: " ", count: max(width - text.count, 0))
    return columns[column].isRight ? space + text : text + space
  }

  private func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}
