/// A backend seen through its core only: everything that has a default runs that default.
///
/// `Autodiff` overrides the gradient requirements by its base's fast ones. When those gradients are
/// to be differentiated once more, they must be composed of recorded operations instead; this is
/// how the compositions stay within reach of the type that overrides them.
struct Composed<Inner: Backend>: Backend {
  typealias Scalar = Inner.Scalar
  typealias Storage = Inner.Storage
  typealias MaxPoolSelection = Inner.MaxPoolSelection

  let inner: Inner

  init(_ inner: Inner) { self.inner = inner }

  var name: String { inner.name }

  func makeStorage(count: Int, fill: (inout MutableSpan<Scalar>) -> Void) -> Storage {
    inner.makeStorage(count: count, fill: fill)
  }

  func withScalars<Result, Failure: Error>(
    of storage: Storage, count: Int, _ body: (Span<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try inner.withScalars(of: storage, count: count, body)
  }

  func unary(_ operation: UnaryOperation, _ input: Storage, count: Int) -> Storage {
    inner.unary(operation, input, count: count)
  }

  func binary(
    _ operation: BinaryOperation, _ lhs: Storage, _ rhs: Storage, _ geometry: BroadcastGeometry
  ) -> Storage {
    inner.binary(operation, lhs, rhs, geometry)
  }

  func compare(
    _ comparison: Comparison, _ lhs: Storage, _ rhs: Storage, _ geometry: BroadcastGeometry
  ) -> Storage {
    inner.compare(comparison, lhs, rhs, geometry)
  }

  func select(mask: Storage, whenTrue: Storage, whenFalse: Storage, count: Int) -> Storage {
    inner.select(mask: mask, whenTrue: whenTrue, whenFalse: whenFalse, count: count)
  }

  func reduce(_ reduction: Reduction, _ input: Storage, _ geometry: ReductionGeometry) -> Storage {
    inner.reduce(reduction, input, geometry)
  }

  func argumentReduce(_ extremum: Extremum, _ input: Storage, _ geometry: ReductionGeometry)
    -> [Int32]
  { inner.argumentReduce(extremum, input, geometry) }

  func matrixProduct(_ lhs: Storage, _ rhs: Storage, _ geometry: MatrixProductGeometry) -> Storage {
    inner.matrixProduct(lhs, rhs, geometry)
  }

  func gatherElements(_ input: Storage, at indices: [Int32], fill: Scalar) -> Storage {
    inner.gatherElements(input, at: indices, fill: fill)
  }

  func scatterAddElements(_ input: Storage, at indices: [Int32], count: Int) -> Storage {
    inner.scatterAddElements(input, at: indices, count: count)
  }

  func maxPool2D(_ input: Storage, _ geometry: Pool2DGeometry)
    -> (output: Storage, selection: MaxPoolSelection)
  { inner.maxPool2D(input, geometry) }

  func maxPool2DGradient(
    _ gradient: Storage, selection: MaxPoolSelection, _ geometry: Pool2DGeometry
  ) -> Storage { inner.maxPool2DGradient(gradient, selection: selection, geometry) }

  func maxPool2DSelected(
    _ input: Storage, selection: MaxPoolSelection, _ geometry: Pool2DGeometry
  ) -> Storage { inner.maxPool2DSelected(input, selection: selection, geometry) }

  func convolution2DInputGradient(
    weights: Storage, gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    inner.convolution2DInputGradient(weights: weights, gradient: gradient, geometry)
  }

  func convolution2DWeightGradient(
    input: Storage, gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    inner.convolution2DWeightGradient(input: input, gradient: gradient, geometry)
  }
}
