/// How wide the columns are: what must be there first, the rest for bars and then for details.
struct ComparisonColumns {
  /// What is styled on its own.
  enum Part {
    case backend
    case bar
    case factor
    case detail
    case other
  }

  let backend: Int
  let bar: Int
  private let peak: Int
  private let factor: Int
  private let detail: Int

  private static let time = 7
  private static let spread = 6
  private static let rate = 14
  private static let longestBar = 60

  init(width: Int, hasBars: Bool, backend: Int, hasPeak: Bool, hasFactor: Bool) {
    let wanted = 42
    self.backend = min(max(backend, 5), 16)
    peak = hasPeak ? 7 : 0
    factor = hasFactor ? 8 : 0
    let fixed =
      2 + self.backend + 2 + Self.time + 1 + Self.spread + 2 + Self.rate
      + (hasPeak ? 2 + peak : 0) + (hasFactor ? 2 + factor : 0)
    let rest = max(width - fixed, 0)
    detail = rest >= wanted + 2 + (hasBars ? 22 : 0) ? wanted : 0
    let room = rest - (detail > 0 ? detail + 2 : 0) - 2
    bar = hasBars && room >= 4 ? min(room, Self.longestBar) : 0
  }

  /// A line; `style` may colour the parts, whose widths are settled by then.
  func line(
    _ cells: Cells, bar text: String, style: (Part, String) -> String = { $1 }
  ) -> String {
    var parts = [
      "  " + style(.backend, cells.backend.fitted(backend).left(backend)) + "  "
        + Self.time(cells),
      cells.rate.right(Self.rate),
    ]
    if peak > 0 { parts.append(cells.peak.right(peak)) }
    if factor > 0 { parts.append(style(.factor, cells.factor.right(factor))) }
    if bar > 0 { parts.append(style(.bar, text) + String(repeating: " ", count: bar - text.count)) }
    if detail > 0 { parts.append(style(.detail, cells.detail.fitted(detail))) }
    return Self.trimmed(parts.joined(separator: "  "))
  }

  /// The time and its spread; one that has no spread takes the room of both.
  private static func time(_ cells: Cells) -> String {
    cells.spread.isEmpty
      ? cells.time.right(time + 1 + spread)
      : cells.time.right(time) + " " + cells.spread.right(spread)
  }

  /// Without spaces at the end.
  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}
