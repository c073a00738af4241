import SIMDKernelTable

// Rows too short to fill vectors: as many as a vector has lanes stand side by side, a lane each.

/// The longest row that is worth standing up.
let shortRow = 32

/// Memory for as many short rows as a vector has lanes; zeros at first.
@inline(__always)
func withColumns(_ body: (UnsafeMutablePointer<Float>) -> Void) {
  withUnsafeTemporaryAllocation(of: Float.self, capacity: shortRow * laneCount) { buffer in
    guard let base = buffer.baseAddress else { return }
    base.initialize(repeating: 0, count: shortRow * laneCount)
    body(base)
  }
}

/// Writes up to `laneCount` rows as columns: scalar *j* of row *i* becomes lane *i* of vector *j*.
@inline(__always)
func standUp(
  _ source: UnsafePointer<Float>, _ count: Int, rows: Int,
  _ columns: UnsafeMutablePointer<Float>
) {
  transpose(
    TransposeArguments(
      source: source, sourceStride: count, target: columns, targetStride: laneCount, rows: rows,
      columns: count))
}

/// Writes columns back as rows.
@inline(__always)
func layDown(
  _ columns: UnsafePointer<Float>, _ count: Int, rows: Int,
  _ target: UnsafeMutablePointer<Float>
) {
  transpose(
    TransposeArguments(
      source: columns, sourceStride: laneCount, target: target, targetStride: count, rows: count,
      columns: rows))
}
