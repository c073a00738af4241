extension DigitExtractor {
  /// Finds the digits of a number, such as a year, from left to right.
  ///
  /// Ink that lies above or below other ink belongs to the same digit; digits that touch each other
  /// are not taken apart. Gives one extraction, `.blank`, when there is no digit at all.
  public func extractNumber(_ picture: GrayImage) -> [Extraction] {
    let working = picture.reduced(toLongerSide: workingSide)
    guard let first = working.pixels.first, !working.pixels.allSatisfy({ $0 == first }) else {
      return [.blank(.uniform)]
    }
    let map = InkMap(working)
    guard let found = finding(map, longer: max(working.width, working.height)) else {
      return [.blank(.lowContrast)]
    }
    let groups = found.parts.sideBySide(found.chosen)
    guard !groups.isEmpty else { return [.blank(.specksOnly)] }
    return groups.map { group in
      let finding = InkFinding(
        amounts: found.amounts, levels: found.levels, parts: found.parts, chosen: group)
      return digit(finding, working, map)
    }
  }
}

extension InkParts {
  /// Some parts in groups from left to right, each of parts that lie mostly above each other.
  func sideBySide(_ numbers: Set<Int32>) -> [Set<Int32>] {
    var groups: [(numbers: Set<Int32>, box: PixelBox)] = []
    let sorted = numbers.sorted { (parts[Int($0)].box.left, $0) < (parts[Int($1)].box.left, $1) }
    for number in sorted {
      let box = parts[Int(number)].box
      if let last = groups.last, Self.isAbove(last.box, box) {
        groups[groups.count - 1] = (last.numbers.union([number]), last.box.union(box))
      } else {
        groups.append(([number], box))
      }
    }
    return groups.map(\.numbers)
  }

  /// Whether two boxes share at least half of the narrower one's columns.
  private static func isAbove(_ a: PixelBox, _ b: PixelBox) -> Bool {
    let shared = min(a.left + a.width, b.left + b.width) - max(a.left, b.left)
    return 2 * shared >= min(a.width, b.width)
  }
}
