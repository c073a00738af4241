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
    let known = indices.filter(labels.indices.contains)
    examples.withUnsafeMutableBufferPointer { target in
      pixels.withUnsafeBufferPointer { source in
        guard let first = source.baseAddress, var next = target.baseAddress else { return }
        // There are `size` pixels for each label, and as many scalars for each picture written.
        let chosen = known.prefix(target.count / size)
        for start in stride(from: 0, to: chosen.count, by: Self.gathered) {
          let few = chosen[start..<min(start + Self.gathered, chosen.count)]
          gather(few, first, size) { convert($0, few.count * size, into: next) }
          next += few.count * size
        }
      }
    }
  }

  /// How many pictures are fetched before they are converted.
  ///
  /// Shuffled pictures lie anywhere in memory. Copying alone keeps many of them on their way at
  /// once, where conversion would wait for each.
  private static var gathered: Int { 32 }

  /// Shows the pixels of some pictures side by side; the pictures exist and begin at `first`.
  @inline(__always)
  private func gather(
    _ indices: ArraySlice<Int>, _ first: UnsafePointer<UInt8>, _ size: Int,
    _ body: (UnsafePointer<UInt8>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: indices.count * size) { levels in
      guard let start = levels.baseAddress else { return }
      for (slot, index) in indices.enumerated() {
        (start + slot * size).initialize(from: first + index * size, count: size)
      }
      body(start)
    }
  }

  /// Divides grey levels by 255.
  @inline(__always)
  private func convert<Scalar: BackendScalar>(
    _ levels: UnsafePointer<UInt8>, _ count: Int, into scalars: UnsafeMutablePointer<Scalar>
  ) {
    for index in 0..<count { scalars[index] = Scalar(levels[index]) / 255 }
  }
}
