/// Pictures to learn from, and pictures to test on.
public struct DatasetPair: Sendable, Hashable {
  /// The pictures to learn from.
  public let training: LabeledImages
  /// The pictures that only test what was learned.
  public let test: LabeledImages
  /// Where they came from, for people to read: a folder, an address or `built in`.
  public let source: String

  /// Creates a pair.
  ///
  /// Throws a `DatasetError` when the two parts differ in the size of their pictures or in their
  /// classes.
  public init(
    training: LabeledImages, test: LabeledImages, source: String
  ) throws(DatasetError) {
    guard training.height == test.height, training.width == test.width else {
      throw DatasetError(
        path: source,
        problem: "has training images of \(training.height)x\(training.width) pixels "
          + "but test images of \(test.height)x\(test.width)")
    }
    guard training.classNames == test.classNames else {
      throw DatasetError(path: source, problem: "has other classes for training than for testing")
    }
    self.training = training
    self.test = test
    self.source = source
  }
}
