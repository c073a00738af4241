import DLCore

/// A window by the definition: the places it covers, and what an average divides by.
struct PoolWindow {
  var places: [Int] = []
  var divisor = 1.0
}

extension Pool2DGeometry {
  /// Every window, walked over a picture that is padded in the mind.
  var windows: [PoolWindow] {
    let how = parameters
    return (0..<batch * channels * outputHeight * outputWidth).map { output in
      let (line, x) = output.quotientAndRemainder(dividingBy: outputWidth)
      let (plane, y) = line.quotientAndRemainder(dividingBy: outputHeight)
      var window = PoolWindow()
      var padded = 0
      for p in 0..<how.window.height {
        for q in 0..<how.window.width {
          let row = y * how.stride.height + p * how.dilation.height - how.padding.top
          let column = x * how.stride.width + q * how.dilation.width - how.padding.left
          let isInFrame =
            row < inputHeight + how.padding.bottom && column < inputWidth + how.padding.right
          padded += isInFrame ? 1 : 0
          guard row >= 0, row < inputHeight, column >= 0, column < inputWidth else { continue }
          window.places.append((plane * inputHeight + row) * inputWidth + column)
        }
      }
      window.divisor = Double(max(how.countsPadding ? padded : window.places.count, 1))
      return window
    }
  }

  /// The position that wins each window; `nil` for a window of nothing but padding.
  func winners(of input: [Double]) -> [Int?] {
    windows.map { window in
      guard !window.places.isEmpty else { return nil }
      return window.places[Extremum.maximum.winner(window.places.map { input[$0] })]
    }
  }

  /// What each element is given when each window's share goes to its winner.
  func routed(_ shares: [Double], to winners: [Int?], _ format: ScalarFormat) -> [Bounded] {
    var sums = [LawfulSum](repeating: LawfulSum(), count: inputShape.count)
    for (winner, share) in zip(winners, shares) {
      if let winner { sums[winner].add(share) }
    }
    return sums.map { $0.product(format) }
  }
}
