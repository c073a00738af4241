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
  ///
  /// Pictures that the span has no room for are left out as well.
  @_specialize(exported:false,where Scalar == Float)
  public func write<Scalar: BackendScalar>(
    _ indices: ArraySlice<Int>, into examples: inout MutableSpan<Scalar>
  ) {
    let size = height * width
    examples.withUnsafeMutableBufferPointer { target in
      pixels.withUnsafeBufferPointer { source in
        guard var next = target.baseAddress, let first = source.baseAddress else { return }
        var room = target.count
        // There are `size` pixels for each label, and `room` scalars from `next` on.
        for index in indices where labels.indices.contains(index) && room >= size {
          let picture = first + index * size
          for pixel in 0..<size { next[pixel] = Scalar(picture[pixel]) / 255 }
          next += size
          room -= size
        }
      }
    }
  }
}
