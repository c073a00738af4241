/// A bar as long as a share of its room, to an eighth of a column.
public enum Bar {
  /// The bar of a share from 0 to 1 in a room of `width` characters; empty for what is no number.
  public static func text(_ share: Double, width: Int) -> String {
    guard share.isFinite, width > 0 else { return "" }
    let eighths = Int((min(max(share, 0), 1) * Double(width * 8)).rounded())
    let rest = eighths % 8
    let end = rest > 0 ? String(partial[rest - 1]) : ""
    let bar = String(repeating: "█", count: eighths / 8) + end
    // What is very slow is still there.
    return bar.isEmpty && share > 0 ? "▏" : bar
  }

  private static let partial: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
}
