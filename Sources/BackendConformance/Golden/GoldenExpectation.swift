import DLCore

/// What one result must be, and how far off each element may be.
package struct GoldenExpectation: Sendable {
  /// What is compared: `output0`, `gradient1`.
  var role: String
  /// The golden values.
  package var array: GoldenArray
  /// The units of the rounding error (2⁻²³) that an element may be off; 0 for exact equality.
  package var ulps: Double
  /// What each element's error is measured by; its own magnitude if there is none.
  var scale: [Float]?
  /// A second bound that must hold as well, `absolute + relative · |expected|`.
  var outer: (relative: Double, absolute: Double)?

  /// The first thing wrong with a result, in one line; `nil` if it is right.
  ///
  /// NaN equals NaN, and infinities equal themselves only.
  func problem<B: Backend>(of result: Tensor<B>) -> String? where B.Scalar == Float {
    guard result.shape == array.shape else {
      return "\(role) has shape \(result.shape), expected \(array.shape)"
    }
    let got = result.scalars
    guard got.count == array.scalars.count else {
      return "\(role) has \(got.count) scalars, expected \(array.scalars.count)"
    }
    for (position, expected) in array.scalars.enumerated() {
      let bound = bound(at: position)
      guard !isRight(got[position], expected, bound: bound) else { continue }
      return
        "\(role)\(index(of: position)) is \(got[position]), expected \(expected) within \(Float(bound))"
    }
    return nil
  }

  /// How far off the element at a position may be.
  package func bound(at position: Int) -> Double {
    let expected = Double(array.scalars[position].magnitude)
    guard ulps > 0 else { return 0 }
    let scale = scale.map { Double($0[position]) } ?? expected
    // The second term is for results so small that their rounding error stops shrinking.
    let inner =
      ulps * (scale * Double(Float.ulpOfOne) + Double(Float.leastNonzeroMagnitude))
    guard let outer else { return inner }
    return min(inner, outer.absolute + outer.relative * expected)
  }

  private func isRight(_ got: Float, _ expected: Float, bound: Double) -> Bool {
    if expected.isNaN { return got.isNaN }
    if expected.isInfinite || bound == 0 { return got == expected }
    return (Double(got) - Double(expected)).magnitude <= bound
  }

  /// A position as an index along each dimension.
  private func index(of position: Int) -> String {
    let places = zip(array.shape.extents, array.shape.strides).map { extent, stride in
      position / max(stride, 1) % max(extent, 1)
    }
    return "[" + places.map(String.init).joined(separator: ", ") + "]"
  }
}
