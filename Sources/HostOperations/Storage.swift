import DLCore

extension HostBackend {
  /// Creates a storage of `count` scalars, which `fill` writes.
  public func makeStorage(count: Int, fill: (inout MutableSpan<Float>) -> Void) -> Storage {
    let storage = Storage(count: count, pool: pool)
    storage.withMutableSpan(fill)
    return storage
  }

  /// Creates a storage of `count` scalars, which `fill` writes part by part, on several threads.
  public func makeStorage(
    count: Int, partLength: Int, fill: @Sendable (Int, inout MutableSpan<Float>) -> Void
  ) -> Storage {
    // No longer than the whole, so that nothing overflows.
    let length = min(max(partLength, 1), max(count, 1))
    return make(count) { target in
      // What fills a scalar is not known; a few steps at least.
      forEachPiece((count + length - 1) / length, work: 4 * count) { part in
        let start = part * length
        // The parts do not overlap, and lie within the `count` scalars of the target.
        var span = UnsafeMutableBufferPointer(
          start: target + start, count: min(length, count - start)
        ).mutableSpan
        fill(part, &span)
      }
    }
  }

  /// Creates a storage that holds the given scalars.
  public func makeStorage(_ scalars: [Float]) -> Storage {
    make(scalars.count) { target in
      scalars.withUnsafeBufferPointer { source in
        // `target` holds as many scalars as the array; an empty one has no address.
        if let base = source.baseAddress { target.update(from: base, count: source.count) }
      }
    }
  }

  /// Creates a storage that holds one value over and over.
  public func makeStorage(repeating value: Float, count: Int) -> Storage {
    make(count) { $0.update(repeating: value, count: count) }
  }

  /// Shows the scalars of a storage for the duration of `body`.
  public func withScalars<Result, Failure: Error>(
    of storage: Storage, count: Int, _ body: (Span<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try storage.withSpan(body)
  }

  /// A new storage of `count` scalars, all of which `fill` writes through the pointer.
  package func make(_ count: Int, _ fill: (UnsafeMutablePointer<Float>) -> Void) -> Storage {
    let storage = Storage(count: count, pool: pool)
    storage.withUnsafeMutablePointer(fill)
    return storage
  }

  /// Memory of `count` scalars for the duration of `body`; what it holds is not specified.
  package func withWorkspace<Scalar: BitwiseCopyable & Sendable, Result>(
    of type: Scalar.Type, _ count: Int,
    _ body: (UnsafeMutablePointer<Scalar>) -> Result
  ) -> Result {
    HostBuffer<Scalar>(count: count, pool: pool).withUnsafeMutablePointer(body)
  }
}

/// Shows the scalars of two buffers for the duration of `body`.
package func reading<A, B, Result>(
  _ a: HostBuffer<A>, _ b: HostBuffer<B>,
  _ body: (UnsafePointer<A>, UnsafePointer<B>) -> Result
) -> Result {
  a.withUnsafePointer { a in b.withUnsafePointer { b in body(a, b) } }
}

/// Shows the scalars of three buffers for the duration of `body`.
package func reading<A, B, C, Result>(
  _ a: HostBuffer<A>, _ b: HostBuffer<B>, _ c: HostBuffer<C>,
  _ body: (UnsafePointer<A>, UnsafePointer<B>, UnsafePointer<C>) -> Result
) -> Result {
  reading(a, b) { a, b in c.withUnsafePointer { c in body(a, b, c) } }
}

/// Shows the scalars of a buffer, if there is one, for the duration of `body`.
package func reading<A, Result>(
  optional buffer: HostBuffer<A>?, _ body: (UnsafePointer<A>?) -> Result
) -> Result {
  guard let buffer else { return body(nil) }
  return buffer.withUnsafePointer { body($0) }
}

/// Lets `body` write the scalars of a buffer, if there is one.
package func writing<Result>(
  optional buffer: HostBuffer<Float>?, _ body: (UnsafeMutablePointer<Float>?) -> Result
) -> Result {
  guard let buffer else { return body(nil) }
  return buffer.withUnsafeMutablePointer { body($0) }
}
