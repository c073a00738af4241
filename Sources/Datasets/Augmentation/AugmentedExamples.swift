import DLCore

/// Pictures that look different in every epoch, with the labels of those they are made from.
///
/// What a picture becomes follows from the seed, the epoch and the picture's index alone: not from
/// the batch it is in, the order of calls or the number of threads.
public struct AugmentedExamples<Whole: ExampleSource>: ExampleSource {
  /// The pictures as they are, with levels from 0 to 1.
  public let whole: Whole
  /// How they are varied.
  public let augmentation: DigitAugmentation
  /// The random numbers of the epoch.
  private var random: RandomSource

  /// Creates varied pictures, as the first epoch sees them.
  ///
  /// The last two extents of an example are its rows and columns; examples with fewer extents stay
  /// as they are. The same seed gives the same pictures.
  public init(_ whole: Whole, _ augmentation: DigitAugmentation, seed: UInt64) {
    self.whole = whole
    self.augmentation = augmentation
    random = Self.random(seed: seed, epoch: 0)
  }

  /// The number of pictures.
  public var count: Int { whole.count }
  /// The shape of one picture.
  public var exampleShape: Shape { whole.exampleShape }
  /// The number of classes.
  public var classCount: Int { whole.classCount }
  /// The label of a picture.
  public func label(at index: Int) -> Int { whole.label(at: index) }

  /// The same pictures, varied anew.
  public func examples(ofEpoch epoch: Int) -> AugmentedExamples {
    var other = self
    other.random = Self.random(seed: random.seed, epoch: epoch)
    return other
  }

  /// Writes the chosen pictures, varied, one after another.
  @_specialize(exported:false,where Whole == ExampleSubset<LabeledImages>, Scalar == Float)
  public func write<Scalar: BackendScalar>(
    _ indices: ArraySlice<Int>, into examples: inout MutableSpan<Scalar>
  ) {
    whole.write(indices, into: &examples)
    let size = exampleShape.count
    guard augmentation != .none, exampleShape.rank >= 2, size > 0 else { return }
    examples.withUnsafeMutableBufferPointer { buffer in
      let known = min(indices.count, buffer.count / size)
      guard let levels = buffer.baseAddress, known > 0 else { return }
      vary(levels, indices.prefix(known))
    }
  }

  /// Varies the pictures of some indices, which lie side by side.
  private func vary<Scalar: BackendScalar>(
    _ levels: UnsafeMutablePointer<Scalar>, _ indices: ArraySlice<Int>
  ) {
    let extents = exampleShape.extents
    let (height, width) = (extents[extents.count - 2], extents[extents.count - 1])
    let size = exampleShape.count
    var augmenter = Augmenter(augmentation, height: height, width: width)
    for (place, index) in indices.enumerated() {
      var random = random
      random.position = UInt64(truncatingIfNeeded: index) << 24
      augmenter.vary(
        levels + place * size, planes: size / (height * width), &random)
    }
  }

  private static func random(seed: UInt64, epoch: Int) -> RandomSource {
    RandomSource(seed: seed, stream: "augment/\(epoch)")
  }
}
