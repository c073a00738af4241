import DLCore

extension Trial {
  /// One of the elements, or the fallback if there are none.
  mutating func pick<Element>(_ elements: [Element], or fallback: Element) -> Element {
    elements.isEmpty ? fallback : elements[random.integer(below: elements.count)]
  }

  /// An integer in a range.
  mutating func integer(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + random.integer(below: range.count)
  }

  /// True one time in two.
  mutating func coin() -> Bool { random.integer(below: 2) == 1 }

  /// An extent: often small or odd, sometimes 0 or 1, sometimes past a vector's width.
  mutating func extent() -> Int { pick([0, 1, 1, 2, 3, 4, 5, 7, 8, 9, 16, 17], or: 1) }

  /// Scalars between -`reach` and `reach`.
  mutating func scalars(_ count: Int, upTo reach: Double = 2) -> [Double] {
    random.scalars(count, upTo: reach, format)
  }

  /// Scalars that are often equal: small whole numbers, with which sums and products are exact.
  mutating func integers(_ count: Int, upTo most: Int = 2) -> [Double] {
    random.integers(count, upTo: most)
  }

  /// Special values.
  mutating func specials(_ count: Int) -> [Double] {
    random.choices(count, of: format.specialValues)
  }

  /// A size with sides in a range.
  mutating func size(_ range: ClosedRange<Int>) -> Size2D {
    Size2D(height: integer(in: range), width: integer(in: range))
  }

  /// A padding, each side for itself.
  mutating func padding(upTo most: Int) -> Padding2D {
    Padding2D(
      top: integer(in: 0...most), left: integer(in: 0...most), bottom: integer(in: 0...most),
      right: integer(in: 0...most))
  }

  /// A convolution: strides, asymmetric padding, dilation, groups, empty batches and channels.
  mutating func convolution() throws -> Convolution2DGeometry {
    let groups = integer(in: 1...3)
    let inner = pick([0, 1, 1, 2, 3, 4], or: 1)
    let outer = pick([0, 1, 1, 2, 3, 5], or: 1) * groups
    let kernel = size(1...pick([3, 3, 3, 5], or: 3))
    let dilation = size(1...2)
    let padding = padding(upTo: 2)
    let input = Size2D(
      height: least(kernel.height, dilation.height, padding.top + padding.bottom),
      width: least(kernel.width, dilation.width, padding.left + padding.right))
    let geometry = try Convolution2DGeometry(
      input: [pick([0, 1, 2, 3, 17], or: 1), inner * groups, input.height, input.width],
      weights: [outer, inner, kernel.height, kernel.width],
      parameters: Convolution2DParameters(
        stride: size(1...3), padding: padding, dilation: dilation, groups: groups))
    detail = geometry.summary
    return geometry
  }

  /// A pooling: overlapping or gapped windows, padding on all sides, dilation, both modes.
  mutating func pooling() throws -> Pool2DGeometry {
    let window = size(1...pick([2, 3, 3, 4], or: 3))
    let dilation = size(1...2)
    let padding = padding(upTo: 3)
    let geometry = try Pool2DGeometry(
      input: [
        integer(in: 0...2), pick([0, 1, 2, 3, 9], or: 1),
        least(window.height, dilation.height, padding.top + padding.bottom),
        least(window.width, dilation.width, padding.left + padding.right),
      ],
      parameters: Pool2DParameters(
        window: window, stride: size(1...3), padding: padding, dilation: dilation,
        ceilMode: coin(), countsPadding: coin()), operation: key.name)
    detail = geometry.summary
    return geometry
  }

  /// A pooling of a convolution's output that any extent allows.
  mutating func pooling(of shape: Shape) throws -> Pool2DGeometry {
    let window = Size2D(
      height: min(shape[2], integer(in: 1...3)), width: min(shape[3], integer(in: 1...3)))
    let geometry = try Pool2DGeometry(
      input: shape,
      parameters: Pool2DParameters(window: window, stride: size(1...3), ceilMode: coin()),
      operation: key.name)
    detail += ", " + geometry.summary
    return geometry
  }

  /// An input extent that a window fits into, up to 5 larger than it must be; 0 if padding suffices.
  private mutating func least(_ kernel: Int, _ dilation: Int, _ padding: Int) -> Int {
    max((kernel - 1) * dilation + 1 - padding, 0) + integer(in: 0...5)
  }

  /// A reduction over `least` or more elements.
  mutating func reduction(from least: Int = 0) -> ReductionGeometry {
    let geometry = ReductionGeometry(
      outer: integer(in: 0...3),
      count: max(pick([0, 1, 2, 3, 7, 8, 9, 10, 16, 17, 33, 100], or: 1), least),
      inner: pick([0, 1, 1, 2, 5, 17], or: 1))
    detail = "[\(geometry.outer), \(geometry.count), \(geometry.inner)]"
    return geometry
  }

  /// Two shapes that broadcast together: ranks differ, and some extents are 1 on one side.
  mutating func broadcast() throws -> BroadcastGeometry {
    let result = Shape((0..<integer(in: 0...4)).map { _ in pick([0, 1, 2, 3, 5, 9, 17], or: 1) })
    let (lhs, rhs) = (stretched(to: result), stretched(to: result))
    detail = "\(lhs) with \(rhs)"
    return BroadcastGeometry(
      lhs: lhs, rhs: rhs, result: try lhs.broadcast(with: rhs, for: key.name))
  }

  /// A shape that broadcasts to another: leading dimensions dropped, some extents 1.
  private mutating func stretched(to shape: Shape) -> Shape {
    let dropped = coin() ? 0 : integer(in: 0...shape.rank)
    return Shape(shape.extents.dropFirst(dropped).map { random.integer(below: 4) == 0 ? 1 : $0 })
  }

  /// A view: permuted, sliced with positive and negative steps, repeated.
  mutating func view() -> StridedGeometry {
    let input = Shape((0..<integer(in: 0...4)).map { _ in pick([1, 2, 3, 5, 9], or: 1) })
    var extents: [Int] = []
    var strides: [Int] = []
    var offset = 0
    for dimension in random.permutation(of: input.rank) {
      let step = pick([1, 1, 2, -1, -2, 0], or: 1)
      let most = step == 0 ? 3 : (input[dimension] - 1) / abs(step) + 1
      let extent = integer(in: 0...most)
      extents.append(extent)
      strides.append(step * input.strides[dimension])
      let last = step < 0 ? input[dimension] - 1 : 0
      offset += last * input.strides[dimension]
    }
    let geometry = StridedGeometry(
      extents: extents, strides: strides, offset: offset, inputCount: input.count)
    detail = "extents \(extents), strides \(strides), offset \(offset) of \(input.count)"
    return geometry
  }
}

extension Convolution2DGeometry {
  /// The geometry in one line.
  var summary: String {
    "input \(inputShape), weights \(weightShape), stride \(parameters.stride), padding "
      + "[\(parameters.padding)], dilation \(parameters.dilation), groups \(parameters.groups)"
  }
}

extension Pool2DGeometry {
  /// The geometry in one line.
  var summary: String {
    "pool \(inputShape), window \(parameters.window), stride \(parameters.stride), padding "
      + "[\(parameters.padding)], dilation \(parameters.dilation)"
      + (parameters.ceilMode ? ", ceil" : "") + (parameters.countsPadding ? ", counted" : "")
  }
}

// What is drawn often is drawn outside of generic types, where loops are fast.
extension RandomSource {
  fileprivate mutating func scalars(
    _ count: Int, upTo reach: Double, _ format: ScalarFormat
  ) -> [Double] {
    (0..<count).map { _ in format.rounded(uniform(from: -reach, to: reach)) }
  }

  fileprivate mutating func integers(_ count: Int, upTo most: Int) -> [Double] {
    (0..<count).map { _ in Double(integer(below: 2 * most + 1) - most) }
  }

  fileprivate mutating func choices(_ count: Int, of values: [Double]) -> [Double] {
    (0..<count).map { _ in values[integer(below: values.count)] }
  }
}
