/// Labelled examples that a training loop can draw batches from.
public protocol ExampleSource: Sendable {
  /// The number of examples.
  var count: Int { get }

  /// The shape of one example, without the batch.
  var exampleShape: Shape { get }

  /// The number of classes; labels lie below it.
  var classCount: Int { get }

  /// The label of an example.
  func label(at index: Int) -> Int

  /// Writes the chosen examples one after another, scaled as the model expects them.
  ///
  /// `examples` takes exactly `indices.count * exampleShape.count` scalars. A batch is written in
  /// parts, on several threads at once.
  func write<Scalar: BackendScalar>(
    _ indices: ArraySlice<Int>, into examples: inout MutableSpan<Scalar>)

  /// The examples as an epoch of training, counted from 0, sees them.
  ///
  /// A source that varies its examples must derive this from the epoch alone, so that a resumed run
  /// sees what an uninterrupted one would.
  func examples(ofEpoch epoch: Int) -> Self
}

extension ExampleSource {
  /// The same in every epoch.
  public func examples(ofEpoch epoch: Int) -> Self { self }

  /// The chosen examples and their labels.
  ///
  /// - Throws: `TensorError` if an index or a label is out of range.
  public func batch<B: Backend>(
    _ indices: ArraySlice<Int>, on backend: B
  ) throws(TensorError) -> (examples: Tensor<B>, labels: IndexTensor) {
    guard indices.allSatisfy({ (0..<count).contains($0) }) else {
      throw TensorError("batch", .index, "an example's index is outside 0..<\(count)")
    }
    let shape = try Shape([indices.count] + exampleShape.extents).validated(for: "batch")
    // Examples enough for a thread to be worth waking; a valid shape has at most 2³¹ scalars.
    let few = 16
    let examples = try Tensor(
      shape: shape, on: backend, partLength: max(few * (shape.count / max(indices.count, 1)), 1)
    ) { part, span in
      write(indices.dropFirst(part * few).prefix(few), into: &span)
    }
    return (examples, try IndexTensor(indices.map(label)))
  }
}

/// A part of another source.
public struct ExampleSubset<Whole: ExampleSource>: ExampleSource {
  /// The source that the examples are taken from.
  public let whole: Whole
  /// Their positions in it.
  public let indices: [Int]

  /// Creates a part from the given positions, leaving out those that do not exist.
  public init(_ whole: Whole, indices: some Sequence<Int>) {
    self.whole = whole
    self.indices = indices.filter { (0..<whole.count).contains($0) }
  }

  /// The number of examples.
  public var count: Int { indices.count }
  /// The shape of one example.
  public var exampleShape: Shape { whole.exampleShape }
  /// The number of classes.
  public var classCount: Int { whole.classCount }
  /// The label of an example; 0 when there is no such example.
  public func label(at index: Int) -> Int {
    indices.indices.contains(index) ? whole.label(at: indices[index]) : 0
  }
  /// Writes the chosen examples; one that does not exist is left out.
  public func write<Scalar: BackendScalar>(
    _ indices: ArraySlice<Int>, into examples: inout MutableSpan<Scalar>
  ) {
    var positions: [Int] = []
    positions.reserveCapacity(indices.count)
    for index in indices where self.indices.indices.contains(index) {
      positions.append(self.indices[index])
    }
    whole.write(positions[...], into: &examples)
  }
  /// The same part of the source as the epoch sees it.
  public func examples(ofEpoch epoch: Int) -> ExampleSubset {
    ExampleSubset(whole.examples(ofEpoch: epoch), indices: indices)
  }
}

extension ExampleSource {
  /// A random part for validation, and the rest for training.
  ///
  /// - Parameters:
  ///   - fraction: The share for validation, above 0 and below 1.
  ///   - seed: The same seed gives the same parts.
  /// - Throws: `TensorError` if the fraction is out of range or leaves a part empty.
  public func split(
    validationFraction fraction: Double, seed: UInt64
  ) throws(TensorError) -> (training: ExampleSubset<Self>, validation: ExampleSubset<Self>) {
    guard fraction > 0, fraction < 1 else {
      throw TensorError(
        "split", .argument, "the validation share must lie between 0 and 1, but is \(fraction)")
    }
    var random = RandomSource(seed: seed, stream: "validation-split")
    let order = random.permutation(of: count)
    let size = Int((Double(count) * fraction).rounded())
    guard size > 0, size < count else {
      throw TensorError(
        "split", .argument,
        "a validation share of \(fraction) of \(count) examples leaves a part empty")
    }
    return (
      ExampleSubset(self, indices: order[size...].sorted()),
      ExampleSubset(self, indices: order[..<size].sorted())
    )
  }
}
