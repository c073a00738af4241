/// The printed lines of ruled and squared paper, found by running across the whole picture, which
/// no stroke of a digit does, and taken out of the ink.
package struct RuledLines {
  /// Columns that are looked at.
  private static let samples = 96
  /// Parts of a line that must all be seen, one by one, so that no stroke that ends before the
  /// picture's sides is taken for one.
  private static let segments = 16
  /// Paper with fewer lines each way is not ruled.
  private static let fewest = 2
  /// The largest slope of a line, in rows a column.
  private static let steepest = 0.14
  /// What a line must be darker than the paper beside it, on average, in 255ths.
  fileprivate static let faintest: Float = 2.5
  /// Larger differences count as this one, so that ink cannot stand in for a whole line.
  private static let strongest: Float = 12

  /// A line from the picture's left side to its right one.
  private struct Line {
    var start: Double
    var rise: Double
    var score: Float

    func row(_ share: Double) -> Int { Int((start + rise * share).rounded()) }
  }

  private let width: Int
  private let height: Int
  private let amounts: GrayImage
  /// From the middle of a line to where there is surely paper.
  private let reach: Int
  /// Means over a few columns, sample by sample, each of `height` rows.
  private let means: [Float]
  /// How much darker each such mean is than both of its sides.
  private let valleys: [Float]

  /// The amounts of ink without lines that run across the picture, level or upright.
  package static func removed(from amounts: GrayImage) -> GrayImage {
    let level = RuledLines(amounts).erased()
    return RuledLines(level.transposed()).erased().transposed()
  }

  private init(_ amounts: GrayImage) {
    self.amounts = amounts
    (width, height) = (amounts.width, amounts.height)
    reach = max(3, max(width, height) / 80)
    means = Self.means(amounts)
    valleys = Self.valleys(means, height: height, reach: reach)
  }

  private static func columns(_ sample: Int, of width: Int) -> Range<Int> {
    let start = sample * width / samples
    return start..<max(start + 1, (sample + 1) * width / samples)
  }

  private static func means(_ amounts: GrayImage) -> [Float] {
    (0..<samples).flatMap { sample in
      let columns = columns(sample, of: amounts.width)
      return (0..<amounts.height).map { y in
        let sum = columns.reduce(0) { $0 + Int(amounts.pixels[y * amounts.width + $1]) }
        return Float(sum) / Float(columns.count)
      }
    }
  }

  private static func valleys(_ means: [Float], height: Int, reach: Int) -> [Float] {
    means.indices.map { index in
      let (row, own) = (index % height, means[index])
      let above = row >= reach ? means[index - reach] : 0
      let below = row + reach < height ? means[index + reach] : 0
      return min(max(own - max(above, below), -strongest), strongest)
    }
  }

  /// The lines, the clearest first, each once.
  private func lines() -> [Line] {
    let steep = Int(Self.steepest * Double(width))
    let found = stride(from: -steep, through: steep, by: 2).flatMap { clearLines(rise: $0, steep) }
    var lines: [Line] = []
    for line in found.sorted(by: { $0.score > $1.score }) {
      let isNew = lines.allSatisfy { other in
        let left = other.start - line.start
        let right = left + other.rise - line.rise
        // Neither the same line again nor one that would cross a better one.
        return left * right > 0 && min(abs(left), abs(right)) > Double(reach)
      }
      if isNew { lines.append(line) }
    }
    return lines
  }

  /// All lines of one slope that are seen from side to side; a line may begin or end as much as
  /// `steep` rows above or below the picture.
  private func clearLines(rise: Int, _ steep: Int) -> [Line] {
    let starts = height + 2 * steep
    var isClear = [Bool](repeating: true, count: starts)
    var (totals, counts) = (
      [Float](repeating: 0, count: starts), [Float](repeating: 0, count: starts)
    )
    for segment in 0..<Self.segments {
      var seen = SegmentSums(count: starts)
      let samples = segment * Self.samples / Self.segments
      for sample in samples..<(segment + 1) * Self.samples / Self.segments {
        let shift = Line(start: 0, rise: Double(rise), score: 0).row(Self.share(sample)) - steep
        seen.add(valleys, from: sample * height, count: height, shift: shift)
      }
      for start in 0..<starts {
        if 2 * seen.dark[start] < seen.counts[start] { isClear[start] = false }
        totals[start] += seen.sums[start]
        counts[start] += seen.counts[start]
      }
    }
    return (0..<starts).compactMap { start in
      let (total, count) = (totals[start], counts[start])
      guard isClear[start], 3 * count >= Float(2 * Self.samples), total >= count * Self.faintest
      else { return nil }
      return Line(start: Double(start - steep), rise: Double(rise), score: total / count)
    }
  }

  /// How far along the picture's width a sample is.
  private static func share(_ sample: Int) -> Double { Double(sample) / Double(samples - 1) }

  /// The amounts without the lines.
  private func erased() -> GrayImage {
    let lines = lines()
    guard lines.count >= Self.fewest else { return amounts }
    var pixels = amounts.pixels
    for line in lines { erase(line, from: &pixels) }
    return amounts.replacingRows { y, row in
      row = pixels[y * width..<(y + 1) * width]
    }
  }

  /// Takes a line out where there is no more of it than usual; what is darker has ink over it.
  private func erase(_ line: Line, from pixels: inout [UInt8]) {
    let shifts = shifts(of: line)
    let profile = profile(of: line, shifts)
    for sample in 0..<Self.samples {
      let middle = line.row(Self.share(sample)) + shifts[sample]
      for offset in -reach...reach {
        let row = middle + offset
        guard row >= 0, row < height else { continue }
        let limit = 1.6 * profile[offset + reach] + 10
        for x in Self.columns(sample, of: width)
        where Float(amounts.pixels[row * width + x]) <= limit {
          pixels[row * width + x] = 0
        }
      }
    }
  }

  /// How far the line really is from the straight one at every sample: paper is not quite flat.
  private func shifts(of line: Line) -> [Int] {
    (0..<Self.samples).map { sample in
      let near = max(sample - 6, 0)...min(sample + 6, Self.samples - 1)
      let sums = (-2...2).map { shift in
        near.reduce(Float(0)) { sum, other in
          let row = line.row(Self.share(other)) + shift
          return sum + (row >= 0 && row < height ? valleys[other * height + row] : 0)
        }
      }
      return (sums.indices.max { (sums[$0], -abs($0 - 2)) < (sums[$1], -abs($1 - 2)) } ?? 2) - 2
    }
  }

  /// The usual amount at each distance from the line's middle.
  private func profile(of line: Line, _ shifts: [Int]) -> [Float] {
    (-reach...reach).map { offset in
      let amounts = (0..<Self.samples).compactMap { sample -> Float? in
        let row = line.row(Self.share(sample)) + shifts[sample] + offset
        return row >= 0 && row < height ? means[sample * height + row] : nil
      }.sorted()
      return amounts.isEmpty ? 0 : amounts[amounts.count / 2]
    }
  }
}

/// What was seen of each of many parallel lines, in one part of them.
private struct SegmentSums {
  /// How much darker the line is than both of its sides, summed up.
  var sums: [Float]
  /// In how many places it is clearly darker.
  var dark: [Float]
  /// In how many places it is within the picture.
  var counts: [Float]

  init(count: Int) {
    sums = [Float](repeating: 0, count: count)
    (dark, counts) = (sums, sums)
  }

  /// Adds one sample of every line: line number `index` is seen in row `index + shift` of those
  /// `count` that begin at `from`.
  mutating func add(_ valleys: [Float], from: Int, count: Int, shift: Int) {
    let first = max(-shift, 0)
    let end = max(min(count - shift, sums.count), first)
    // `first + shift` is at least 0, and `end + shift` at most `count`.
    guard from >= 0, from + count <= valleys.count, end <= sums.count else { return }
    Self.add(valleys.span, from + shift, first..<end, &sums, &dark, &counts)
  }

  private static func add(
    _ valleys: Span<Float>, _ offset: Int, _ lines: Range<Int>, _ sums: inout [Float],
    _ dark: inout [Float], _ counts: inout [Float]
  ) {
    var sums = sums.mutableSpan
    var dark = dark.mutableSpan
    var counts = counts.mutableSpan
    for index in lines {
      let valley = valleys[offset + index]
      sums[index] += valley
      dark[index] += valley >= RuledLines.faintest / 2 ? 1 : 0
      counts[index] += 1
    }
  }
}
