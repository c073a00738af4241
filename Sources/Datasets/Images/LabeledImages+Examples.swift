import DLCore

/// Pictures as a model takes them: `[1, height, width]`, grey levels divided by 255.
extension LabeledImages: ExampleSource {
  /// One channel of the pictures' size.
  public var exampleShape: Shape { [1, height, width] }

  /// The number of classes.
  public var classCount: Int { classNames.count }

  /// The class of a picture; 0 when there is no such picture.
  public func label(at index: Int) -> Int {
    labels.indices.contains(index) ? Int(labels[index]) : 0
  }

  /// Writes the chosen pictures one after another; one that does not exist is left out.
  @_specialize(exported:false,where Scalar == Float)
  public func write<Scalar: BackendScalar>(
    _ indices: ArraySlice<Int>, into examples: inout MutableSpan<Scalar>
  ) {
    let size = height * width
    var target = 0
    for index in indices where labels.indices.contains(index) {
      let start = index * size
      for pixel in 0..<size {
        examples[target + pixel] = Scalar(pixels[start + pixel]) / 255
      }
      target += size
    }
  }
}
