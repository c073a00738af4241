extension GrayImage {
  /// The picture closed over: dark places in which no square of `2 * radius + 1` pixels fits are
  /// bridged by what is around them, while slopes and steps of light stay exactly (a grey-scale
  /// morphological closing).
  ///
  /// What lies beyond the picture's sides is unknown. Repeating the outermost pixels there follows
  /// the light up to the sides, but takes a stroke that touches a side for paper; leaving them out
  /// does the reverse. So the first is used unless it is much darker than the second.
  func closed(radius: Int) -> GrayImage {
    let following = closedRepeatingSides(radius: radius)
    let bridging = PixelWindow(self, margin: radius, outside: 0)
      .extremes(radius: radius, isGreatest: true).padded(radius, outside: 255)
      .extremes(radius: radius, isGreatest: false)
    return replacingRows { y, row in
      for x in 0..<width {
        let (near, far) = (following.pixels[y * width + x], bridging.values[y * width + x])
        row[row.startIndex + x] = 4 * Int(near) >= 3 * Int(far) ? near : far
      }
    }
  }

  /// The same with the outermost pixels repeated beyond the sides.
  package func closedRepeatingSides(radius: Int) -> GrayImage {
    let closed = PixelWindow(self, margin: 2 * radius, outside: nil)
      .extremes(radius: radius, isGreatest: true).extremes(radius: radius, isGreatest: false)
    return GrayImage(width: width, height: height, pixels: closed.values) ?? self
  }

  /// The picture blurred with the binomial weights 1, 2, 1 along both axes.
  func blurred() -> GrayImage {
    let across = replacingRows { _, row in Self.blur(&row) }
    return across.transposed().replacingRows { _, row in Self.blur(&row) }.transposed()
  }

  private static func blur(_ row: inout ArraySlice<UInt8>) {
    guard var before = row.first else { return }
    for index in row.indices {
      let own = row[index]
      let after = index + 1 < row.endIndex ? row[index + 1] : own
      row[index] = UInt8((Int(before) + 2 * Int(own) + Int(after) + 2) / 4)
      before = own
    }
  }

  /// The picture with rows and columns exchanged.
  func transposed() -> GrayImage {
    var result: [UInt8] = []
    result.reserveCapacity(pixels.count)
    for x in 0..<width {
      for y in 0..<height { result.append(pixels[y * width + x]) }
    }
    return GrayImage(width: height, height: width, pixels: result) ?? self
  }
}

/// Grey levels in rows, of which the extremes in square windows are sought.
private struct PixelWindow {
  private(set) var width: Int
  private(set) var height: Int
  private(set) var values: [UInt8]

  /// Takes a picture with a margin: of one level, or of its outermost pixels repeated.
  init(_ picture: GrayImage, margin: Int, outside: UInt8?) {
    (width, height, values) = (picture.width, picture.height, picture.pixels)
    self = padded(margin, outside: outside)
  }

  private init(width: Int, height: Int, values: [UInt8]) {
    (self.width, self.height, self.values) = (width, height, values)
  }

  /// The levels within a margin.
  func padded(_ margin: Int, outside: UInt8?) -> PixelWindow {
    let wide = width + 2 * margin
    var result: [UInt8] = []
    result.reserveCapacity(wide * (height + 2 * margin))
    for y in -margin..<height + margin {
      let start = min(max(y, 0), height - 1) * width
      if let outside, !(0..<height).contains(y) {
        result += repeatElement(outside, count: wide)
      } else {
        result += repeatElement(outside ?? values[start], count: margin)
        result += values[start..<start + width]
        result += repeatElement(outside ?? values[start + width - 1], count: margin)
      }
    }
    return PixelWindow(width: wide, height: height + 2 * margin, values: result)
  }

  /// The greatest or least level in every whole square of `2 * radius + 1` pixels.
  func extremes(radius: Int, isGreatest: Bool) -> PixelWindow {
    let length = 2 * radius + 1
    var result = self
    result.combine(length, step: 1, isGreatest: isGreatest)
    result.combine(length, step: width, isGreatest: isGreatest)
    let inner = PixelWindow(width: width - length + 1, height: height - length + 1, values: [])
    var values: [UInt8] = []
    values.reserveCapacity(inner.width * inner.height)
    for y in 0..<inner.height {
      values += result.values[y * width..<y * width + inner.width]
    }
    return PixelWindow(width: inner.width, height: inner.height, values: values)
  }

  /// Makes every level the extreme of `length` levels from it on, each `step` further.
  ///
  /// Windows of twice the length are those of two neighbours; the last doubling overlaps. Levels
  /// near the end, whose windows would reach over it, are of no use afterwards.
  private mutating func combine(_ length: Int, step: Int, isGreatest: Bool) {
    var done = 1
    var (longer, other) = (values, values)
    while done < length {
      let shift = min(done, length - done)
      Self.pick(longer.span, shift: shift * step, isGreatest: isGreatest, into: &other)
      swap(&longer, &other)
      done += shift
    }
    values = longer
  }

  /// Writes the greater or lesser of each level and the one `shift` further on.
  private static func pick(
    _ source: Span<UInt8>, shift: Int, isGreatest: Bool, into other: inout [UInt8]
  ) {
    var target = other.mutableSpan
    let end = max(min(source.count, target.count) - shift, 0)
    if isGreatest {
      for index in 0..<end {
        target[index] = max(source[index], source[index + shift])
      }
    } else {
      for index in 0..<end {
        target[index] = min(source[index], source[index + shift])
      }
    }
  }
}
