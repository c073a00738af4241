import DLCore

extension LabeledImages {
  /// The first `limit` pictures, or all of them when there are fewer; none for a negative limit.
  public func prefix(_ limit: Int) -> LabeledImages {
    let kept = min(max(limit, 0), count)
    guard kept < count else { return self }
    return with(
      pixels: Array(pixels.prefix(kept * height * width)), labels: Array(labels.prefix(kept)))
  }

  /// The pictures at the given positions, in the given order; a position may come more than once.
  ///
  /// Throws a `DatasetError` for a position that is not in `0 ..< count`.
  public func subset(_ indices: some Sequence<Int>) throws(DatasetError) -> LabeledImages {
    var pixels: [UInt8] = []
    var labels: [UInt8] = []
    for index in indices {
      guard let image = image(at: index) else {
        throw DatasetError(
          path: name, problem: "has no image \(index); it has \(counted(count, "image"))")
      }
      pixels += image
      labels.append(self.labels[index])
    }
    return with(pixels: pixels, labels: labels)
  }

  /// Sets pictures aside for validation: a random choice that the seed alone decides.
  ///
  /// The validation part has `validationFraction` of the pictures, rounded to the nearest whole
  /// number; both parts keep the order of the set. Throws a `DatasetError` when the fraction is
  /// not in `0 ..< 1` or would leave nothing to train on.
  public func split(
    validationFraction: Double, seed: UInt64
  ) throws(DatasetError) -> (training: LabeledImages, validation: LabeledImages) {
    guard (0..<1).contains(validationFraction) else {
      throw DatasetError(
        path: "validation fraction",
        problem: "is \(validationFraction); it must be at least 0 and less than 1")
    }
    let validationCount = Int((Double(count) * validationFraction).rounded())
    guard validationCount < count || count == 0 else {
      throw DatasetError(
        path: "validation fraction",
        problem: "\(validationFraction) of \(counted(count, "image")) leaves none to train on")
    }
    var source = RandomSource(seed: seed, stream: "validation-split")
    let order = source.permutation(of: count)
    return (
      try subset(order.dropFirst(validationCount).sorted()),
      try subset(order.prefix(validationCount).sorted())
    )
  }

  private func with(pixels: [UInt8], labels: [UInt8]) -> LabeledImages {
    LabeledImages(
      unchecked: name, height: height, width: width, pixels: pixels, labels: labels,
      classNames: classNames)
  }
}
