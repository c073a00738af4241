import DLCore

/// Automatic differentiation where every storage made is a leaf that wants a gradient: all
/// operations are recorded, and those on gradients run as compositions of recorded ones.
struct Leaves<Inner: Backend>: BackendDecorator {
  typealias Base = Autodiff<Inner>
  typealias Scalar = Inner.Scalar
  typealias Storage = Autodiff<Inner>.Storage
  typealias MaxPoolSelection = Inner.MaxPoolSelection

  let base: Autodiff<Inner>

  init(_ inner: Inner) { base = Autodiff(inner) }

  func makeStorage(count: Int, fill: (inout MutableSpan<Scalar>) -> Void) -> Storage {
    // A tensor of one dimension is refused only if it has more elements than any case makes.
    if let tensor = try? Tensor(shape: [count], on: base, fill: fill) {
      return tensor.requiringGradient().storage
    }
    return base.makeStorage(count: count, fill: fill)
  }

  func makeStorage(
    count: Int, partLength: Int, fill: @Sendable (Int, inout MutableSpan<Scalar>) -> Void
  ) -> Storage {
    let parts = base.makeStorage(count: count, partLength: partLength, fill: fill)
    return makeStorage(base.scalars(of: parts, count: count))
  }
}
