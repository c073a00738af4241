/// Two operands, broadcast to one shape: what a backend gets for an elementwise operation.
///
/// Neighbouring dimensions are merged wherever both operands allow it, so that inner loops are
/// long: operands of equal shapes always come as one dimension.
public struct BroadcastGeometry: Hashable, Sendable {
  /// The merged extents of the result, outermost first; at least one.
  public let extents: [Int]
  /// For each extent, how far apart the left operand's neighbours lie; 0 repeats one.
  public let lhsStrides: [Int]
  /// For each extent, how far apart the right operand's neighbours lie; 0 repeats one.
  public let rhsStrides: [Int]
  /// The number of elements of the left operand.
  public let lhsCount: Int
  /// The number of elements of the right operand.
  public let rhsCount: Int
  /// The number of elements of the result.
  public let count: Int

  /// Resolves how two shapes meet in a result that both broadcast to.
  public init(lhs: Shape, rhs: Shape, result: Shape) {
    var extents: [Int] = []
    var left: [Int] = []
    var right: [Int] = []
    let lhsAll = Self.strides(of: lhs, in: result)
    let rhsAll = Self.strides(of: rhs, in: result)
    for dimension in result.extents.indices where result[dimension] != 1 {
      let extent = result[dimension]
      if let last = extents.indices.last, left[last] == lhsAll[dimension] * extent,
        right[last] == rhsAll[dimension] * extent
      {
        extents[last] *= extent
        left[last] = lhsAll[dimension]
        right[last] = rhsAll[dimension]
      } else {
        extents.append(extent)
        left.append(lhsAll[dimension])
        right.append(rhsAll[dimension])
      }
    }
    self.extents = extents.isEmpty ? [1] : extents
    lhsStrides = extents.isEmpty ? [1] : left
    rhsStrides = extents.isEmpty ? [1] : right
    lhsCount = lhs.count
    rhsCount = rhs.count
    count = result.count
  }

  /// Resolves the plain case: two operands of the same number of elements.
  public init(count: Int) { self.init(lhs: [count], rhs: [count], result: [count]) }

  /// Whether element *i* of the result comes from element *i* of both operands.
  public var isElementwise: Bool { lhsStrides == [1] && rhsStrides == [1] }

  /// Strides of an operand seen in the result's dimensions; 0 where it is stretched.
  static func strides(of operand: Shape, in result: Shape) -> [Int] {
    let own = operand.strides
    let missing = result.rank - operand.rank
    return result.extents.indices.map { dimension in
      let mine = dimension - missing
      return mine < 0 || (operand[mine] == 1 && result[dimension] != 1) ? 0 : own[mine]
    }
  }
}

/// A reduction or softmax along the middle of three dimensions, `[outer, count, inner]`.
public struct ReductionGeometry: Hashable, Sendable {
  /// The dimensions before the reduced one, multiplied.
  public let outer: Int
  /// The extent along which is reduced.
  public let count: Int
  /// The dimensions behind the reduced one, multiplied.
  public let inner: Int

  /// Creates a geometry.
  public init(outer: Int, count: Int, inner: Int) {
    self.outer = outer
    self.count = count
    self.inner = inner
  }

  /// Resolves the reduction of adjacent dimensions of a shape.
  public init(_ shape: Shape, dimensions: Range<Int>) {
    outer = Shape(Array(shape.extents[..<dimensions.lowerBound])).count
    count = Shape(Array(shape.extents[dimensions])).count
    inner = Shape(Array(shape.extents[dimensions.upperBound...])).count
  }

  /// The input's shape.
  public var inputShape: Shape { [outer, count, inner] }
  /// The number of elements of the input.
  public var inputCount: Int { outer * count * inner }
  /// The number of elements of the result of a reduction.
  public var outputCount: Int { outer * inner }
}

/// A batch of matrix products `C = op(A) · op(B)`, where `op` may transpose.
///
/// `A` is stored as `[rows, inner]`, or `[inner, rows]` when transposed; `B` as `[inner, columns]`,
/// or `[columns, inner]` when transposed; `C` is `[rows, columns]`. In a batch the matrices follow
/// one another, except that a shared operand is stored once and used by all.
public struct MatrixProductGeometry: Hashable, Sendable {
  /// The number of products.
  public let batch: Int
  /// The rows of `op(A)` and of `C`.
  public let rows: Int
  /// The columns of `op(B)` and of `C`.
  public let columns: Int
  /// The columns of `op(A)` and rows of `op(B)`: the length of each sum.
  public let inner: Int
  /// Whether `A` is stored transposed.
  public let transposesLHS: Bool
  /// Whether `B` is stored transposed.
  public let transposesRHS: Bool
  /// Whether one `A` serves the whole batch.
  public let sharesLHS: Bool
  /// Whether one `B` serves the whole batch.
  public let sharesRHS: Bool

  /// Creates a geometry.
  public init(
    batch: Int = 1, rows: Int, columns: Int, inner: Int, transposesLHS: Bool = false,
    transposesRHS: Bool = false, sharesLHS: Bool = false, sharesRHS: Bool = false
  ) {
    self.batch = batch
    self.rows = rows
    self.columns = columns
    self.inner = inner
    self.transposesLHS = transposesLHS
    self.transposesRHS = transposesRHS
    self.sharesLHS = sharesLHS
    self.sharesRHS = sharesRHS
  }

  /// The number of elements of `A`.
  public var lhsCount: Int { (sharesLHS ? 1 : batch) * rows * inner }
  /// The number of elements of `B`.
  public var rhsCount: Int { (sharesRHS ? 1 : batch) * inner * columns }
  /// The number of elements of `C`.
  public var outputCount: Int { batch * rows * columns }

  /// The shape of `A` as it is stored; the batch is left out where there is one matrix.
  public var lhsShape: Shape {
    stored(transposesLHS ? [inner, rows] : [rows, inner], isShared: sharesLHS)
  }
  /// The shape of `B` as it is stored.
  public var rhsShape: Shape {
    stored(transposesRHS ? [columns, inner] : [inner, columns], isShared: sharesRHS)
  }
  /// The shape of `C`.
  public var outputShape: Shape { stored([rows, columns], isShared: false) }

  private func stored(_ matrix: Shape, isShared: Bool) -> Shape {
    batch == 1 || isShared ? matrix : Shape([batch] + matrix.extents)
  }
}

/// A view of a storage: element `(i, j, …)` is found at `offset + i·strides[0] + j·strides[1] + …`.
///
/// Permutations, slices (also with negative steps) and broadcasts are such views.
public struct StridedGeometry: Hashable, Sendable {
  /// The extents of the result, outermost first.
  public let extents: [Int]
  /// How far apart neighbours lie in the input; 0 repeats, negative runs backwards.
  public let strides: [Int]
  /// Where element `(0, 0, …)` lies.
  public let offset: Int
  /// The number of elements of the input.
  public let inputCount: Int

  /// Creates a geometry; every position it reaches must lie inside the input.
  public init(extents: [Int], strides: [Int], offset: Int, inputCount: Int) {
    self.extents = extents
    self.strides = strides
    self.offset = offset
    self.inputCount = inputCount
  }

  /// The number of elements of the result.
  public var count: Int { Shape(extents).count }

  /// The position in the input of each element of the result, in order.
  public var positions: [Int32] {
    var positions: [Int32] = [Int32(truncatingIfNeeded: offset)]
    for (extent, stride) in zip(extents, strides) {
      let steps = (0..<extent).map { Int32(truncatingIfNeeded: $0 * stride) }
      positions = positions.flatMap { position in steps.map { position &+ $0 } }
    }
    return positions
  }
}

/// A picture set into a larger frame, dimension by dimension.
public struct PadGeometry: Hashable, Sendable {
  /// The extents of the input.
  public let extents: [Int]
  /// Elements added before each dimension.
  public let before: [Int]
  /// Elements added behind each dimension.
  public let after: [Int]

  /// Creates a geometry; all three lists have one entry a dimension, and no entry is negative.
  public init(extents: [Int], before: [Int], after: [Int]) {
    self.extents = extents
    self.before = before
    self.after = after
  }

  /// The shape of the result.
  public var outputShape: Shape {
    Shape(extents.indices.map { extents[$0] + before[$0] + after[$0] })
  }

  /// The way back: the view of the padded result that shows the input.
  public var interior: StridedGeometry {
    let strides = outputShape.strides
    let offset = zip(before, strides).reduce(0) { $0 + $1.0 * $1.1 }
    return StridedGeometry(
      extents: extents, strides: strides, offset: offset, inputCount: outputShape.count)
  }
}

/// Several inputs joined along one dimension: input *i* is `[outer, extents[i], inner]`.
public struct ConcatenationGeometry: Hashable, Sendable {
  /// The dimensions before the joined one, multiplied.
  public let outer: Int
  /// Each input's extent along the joined dimension.
  public let extents: [Int]
  /// The dimensions behind the joined one, multiplied.
  public let inner: Int

  /// Creates a geometry.
  public init(outer: Int, extents: [Int], inner: Int) {
    self.outer = outer
    self.extents = extents
    self.inner = inner
  }

  /// The number of elements of the result.
  public var count: Int { outer * extents.reduce(0, +) * inner }

  /// The view of the result that shows one of the inputs.
  public func part(_ index: Int) -> StridedGeometry {
    let total = extents.reduce(0, +)
    return StridedGeometry(
      extents: [outer, extents[index], inner], strides: [total * inner, inner, 1],
      offset: extents[..<index].reduce(0, +) * inner, inputCount: count)
  }
}
