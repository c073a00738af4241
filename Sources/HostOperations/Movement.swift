import DLCore

extension HostBackend {
  /// Element *i* of the result is `input[indices[i]]`, or `fill` where the index is -1.
  public func gatherElements(_ input: Storage, at indices: [Int32], fill: Float) -> Storage {
    make(indices.count) { result in
      input.withUnsafePointer { input in
        indices.withUnsafeBufferPointer { indices in
          forEachRange(indices.count) { range in
            for place in range {
              let index = Int(indices[place])
              result[place] = index < 0 ? fill : input[index]
            }
          }
        }
      }
    }
  }

  /// Adds `input[i]` to element `indices[i]` of a storage of zeros; -1 drops it.
  public func scatterAddElements(_ input: Storage, at indices: [Int32], count: Int) -> Storage {
    make(count) { result in
      result.update(repeating: 0, count: count)
      input.withUnsafePointer { input in
        for (place, index) in indices.enumerated() where index >= 0 {
          result[Int(index)] += input[place]
        }
      }
    }
  }

  /// Copies a strided view into a dense storage.
  public func strided(_ input: Storage, _ geometry: StridedGeometry) -> Storage {
    strided(input, StridedView(geometry))
  }

  /// Copies a view run by run.
  package func strided(_ input: Storage, _ view: StridedView) -> Storage {
    make(view.count) { result in
      input.withUnsafePointer { input in
        forEachRange(view.runs, workPerElement: view.length) { range in
          for run in range {
            let source = input + view.start(ofRun: run)
            let target = result + run * view.length
            if view.step == 1 {
              target.update(from: source, count: view.length)
            } else {
              for index in 0..<view.length { target[index] = source[index &* view.step] }
            }
          }
        }
      }
    }
  }

  /// Adds each element of the view back to where it was taken from, in order.
  public func stridedGradient(_ gradient: Storage, _ geometry: StridedGeometry) -> Storage {
    if let inverse = geometry.inverse { return strided(gradient, inverse) }
    let view = StridedView(geometry)
    return make(geometry.inputCount) { result in
      result.update(repeating: 0, count: geometry.inputCount)
      gradient.withUnsafePointer { gradient in
        for run in 0..<view.runs {
          let source = gradient + run * view.length
          let target = result + view.start(ofRun: run)
          for index in 0..<view.length { target[index &* view.step] += source[index] }
        }
      }
    }
  }

  /// Sets the input into a larger frame of one value.
  public func pad(_ input: Storage, _ geometry: PadGeometry, value: Float) -> Storage {
    let view = StridedView(geometry.interior)
    let count = geometry.outputShape.count
    return make(count) { result in
      result.update(repeating: value, count: count)
      input.withUnsafePointer { input in
        view.copy(from: input, into: result)
      }
    }
  }

  /// Joins storages along one dimension.
  public func concatenate(_ inputs: [Storage], _ geometry: ConcatenationGeometry) -> Storage {
    make(geometry.count) { result in
      for (part, input) in inputs.enumerated() {
        input.withUnsafePointer { input in
          StridedView(geometry.part(part)).copy(from: input, into: result)
        }
      }
    }
  }
}

extension StridedGeometry {
  /// The view that undoes this one, if it shows every element of the input once: a permutation.
  fileprivate var inverse: StridedGeometry? {
    guard offset == 0, count == inputCount, count > 0 else { return nil }
    let places = Shape(extents).strides
    let order = extents.indices.filter { extents[$0] != 1 }
      .sorted { strides[$0] > strides[$1] }
    var dense = count
    for dimension in order {
      dense /= extents[dimension]
      guard strides[dimension] == dense else { return nil }
    }
    return StridedGeometry(
      extents: order.map { extents[$0] }, strides: order.map { places[$0] }, offset: 0,
      inputCount: count)
  }
}

/// A strided view as runs along its innermost dimension.
package struct StridedView {
  /// The number of runs.
  package let runs: Int
  /// The elements of a run.
  package let length: Int
  /// How far apart the elements of a run lie.
  package let step: Int
  /// The merged extents without the innermost one.
  package let outerExtents: [Int]
  /// For each of them, how far apart neighbours lie in the input.
  package let outerStrides: [Int]
  /// Where the first element lies in the input.
  package let offset: Int

  /// Merges what lies one after the other, so that runs are long.
  package init(_ geometry: StridedGeometry) {
    var (extents, strides): ([Int], [Int]) = ([], [])
    for (extent, stride) in zip(geometry.extents, geometry.strides) where extent != 1 {
      if let last = extents.indices.last, strides[last] == stride * extent {
        extents[last] *= extent
        strides[last] = stride
      } else {
        extents.append(extent)
        strides.append(stride)
      }
    }
    length = extents.last ?? 1
    step = strides.last ?? 1
    outerExtents = extents.dropLast()
    outerStrides = strides.dropLast()
    runs = length == 0 ? 0 : outerExtents.reduce(1, *)
    offset = geometry.offset
  }

  /// The number of elements.
  package var count: Int { runs * length }

  /// Where the first element of a run lies.
  func start(ofRun run: Int) -> Int {
    var (rest, start) = (run, offset)
    for dimension in outerExtents.indices.reversed() {
      let (quotient, index) = rest.quotientAndRemainder(dividingBy: outerExtents[dimension])
      start += index * outerStrides[dimension]
      rest = quotient
    }
    return start
  }

  /// Copies dense scalars to where the view shows them.
  func copy(from source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>) {
    for run in 0..<runs {
      let first = target + start(ofRun: run)
      let values = source + run * length
      if step == 1 {
        first.update(from: values, count: length)
      } else {
        for index in 0..<length { first[index &* step] = values[index] }
      }
    }
  }
}
