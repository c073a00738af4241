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

  /// These pictures followed by others, under this set's name.
  ///
  /// Throws a `DatasetError` when the others have another size or other classes.
  public func appending(_ other: LabeledImages) throws(DatasetError) -> LabeledImages {
    guard other.height == height, other.width == width, other.classNames == classNames else {
      throw DatasetError(
        path: name, problem: "cannot be joined with \(other.name): sizes or classes differ")
    }
    return with(pixels: pixels + other.pixels, labels: labels + other.labels)
  }

  private func with(pixels: [UInt8], labels: [UInt8]) -> LabeledImages {
    LabeledImages(
      unchecked: name, height: height, width: width, pixels: pixels, labels: labels,
      classNames: classNames)
  }
}
