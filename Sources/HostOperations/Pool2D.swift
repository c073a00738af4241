import DLCore

extension HostBackend {
  /// The largest element of each window, and where it lies in its plane.
  public func maxPool2D(
    _ input: Storage, _ geometry: Pool2DGeometry
  ) -> (output: Storage, selection: HostBuffer<Int32>) {
    largestOfWindows(input, geometry)
  }

  /// The same, under a name that a backend which overrides it can call.
  package func largestOfWindows(
    _ input: Storage, _ geometry: Pool2DGeometry
  ) -> (output: Storage, selection: HostBuffer<Int32>) {
    let inputSize = geometry.inputHeight * geometry.inputWidth
    let outputSize = geometry.outputHeight * geometry.outputWidth
    let windows = PoolWindows(geometry)
    let selection = HostBuffer<Int32>(count: geometry.outputShape.count, pool: pool)
    let output = make(geometry.outputShape.count) { output in
      selection.withUnsafeMutablePointer { places in
        input.withUnsafePointer { input in
          forEachPlane(geometry) { plane in
            windows.findLargest(
              input + plane * inputSize, output + plane * outputSize, places + plane * outputSize)
          }
        }
      }
    }
    return (output, selection)
  }

  /// Each window's gradient goes to the element that won.
  public func maxPool2DGradient(
    _ gradient: Storage, selection: HostBuffer<Int32>, _ geometry: Pool2DGeometry
  ) -> Storage {
    let inputSize = geometry.inputHeight * geometry.inputWidth
    let outputSize = geometry.outputHeight * geometry.outputWidth
    return make(geometry.inputShape.count) { result in
      reading(gradient, selection) { gradient, selection in
        forEachPlane(geometry) { plane in
          let target = result + plane * inputSize
          target.update(repeating: 0, count: inputSize)
          for window in (plane * outputSize)..<((plane + 1) * outputSize) {
            let place = Int(selection[window])
            if place >= 0 { target[place] += gradient[window] }
          }
        }
      }
    }
  }

  /// The elements of another input that won, 0 where none did.
  public func maxPool2DSelected(
    _ input: Storage, selection: HostBuffer<Int32>, _ geometry: Pool2DGeometry
  ) -> Storage {
    let inputSize = geometry.inputHeight * geometry.inputWidth
    let outputSize = geometry.outputHeight * geometry.outputWidth
    return make(geometry.outputShape.count) { result in
      reading(input, selection) { input, selection in
        forEachPlane(geometry) { plane in
          let source = input + plane * inputSize
          for window in (plane * outputSize)..<((plane + 1) * outputSize) {
            let place = Int(selection[window])
            result[window] = place >= 0 ? source[place] : 0
          }
        }
      }
    }
  }

  /// The sum of each window divided by its number of elements.
  public func averagePool2D(_ input: Storage, _ geometry: Pool2DGeometry) -> Storage {
    let inputSize = geometry.inputHeight * geometry.inputWidth
    let outputSize = geometry.outputHeight * geometry.outputWidth
    let windows = PoolWindows(geometry)
    return make(geometry.outputShape.count) { result in
      input.withUnsafePointer { input in
        forEachPlane(geometry) { plane in
          let (source, target) = (input + plane * inputSize, result + plane * outputSize)
          windows.forEach { window, rows, columns in
            var sum = 0.0
            rows.forEach { row in
              columns.forEach { sum += Double(source[row * geometry.inputWidth + $0]) }
            }
            target[window] = Float(sum) / Float(max(rows.weight * columns.weight, 1))
          }
        }
      }
    }
  }

  /// Each window's gradient is divided among its elements.
  public func averagePool2DGradient(
    _ gradient: Storage, _ geometry: Pool2DGeometry
  ) -> Storage {
    let inputSize = geometry.inputHeight * geometry.inputWidth
    let outputSize = geometry.outputHeight * geometry.outputWidth
    let windows = PoolWindows(geometry)
    return make(geometry.inputShape.count) { result in
      gradient.withUnsafePointer { gradient in
        forEachPlane(geometry) { plane in
          let (source, target) = (gradient + plane * outputSize, result + plane * inputSize)
          target.update(repeating: 0, count: inputSize)
          windows.forEach { window, rows, columns in
            let share = source[window] / Float(max(rows.weight * columns.weight, 1))
            rows.forEach { row in
              columns.forEach { target[row * geometry.inputWidth + $0] += share }
            }
          }
        }
      }
    }
  }

  /// Calls `body` for each plane, on several threads if it pays.
  private func forEachPlane(_ geometry: Pool2DGeometry, _ body: (Int) -> Void) {
    let window = geometry.parameters.window
    let work = max(
      geometry.inputHeight * geometry.inputWidth,
      geometry.outputHeight * geometry.outputWidth * min(window.height * window.width, 1 << 10))
    forEachRange(geometry.planes, workPerElement: work) { $0.forEach(body) }
  }
}

/// What the windows of one plane cover of the input.
private struct PoolWindows {
  private let inputWidth: Int
  /// Whether windows are 2x2, side by side, and inside the input.
  private let arePairs: Bool
  private let rows: [WindowCover]
  private let columns: [WindowCover]

  init(_ geometry: Pool2DGeometry) {
    let parameters = geometry.parameters
    inputWidth = geometry.inputWidth
    arePairs = geometry.hasPlainPairs
    rows = (0..<geometry.outputHeight).map {
      WindowCover(
        start: $0 * parameters.stride.height,
        padding: (parameters.padding.top, parameters.padding.bottom),
        dilation: parameters.dilation.height, window: parameters.window.height,
        extent: geometry.inputHeight, countsPadding: parameters.countsPadding)
    }
    columns = (0..<geometry.outputWidth).map {
      WindowCover(
        start: $0 * parameters.stride.width,
        padding: (parameters.padding.left, parameters.padding.right),
        dilation: parameters.dilation.width, window: parameters.window.width,
        extent: geometry.inputWidth, countsPadding: parameters.countsPadding)
    }
  }

  /// Calls `body` with the number of each window, its rows and its columns.
  @inline(__always)
  func forEach(_ body: (Int, WindowCover, WindowCover) -> Void) {
    var window = 0
    for row in rows {
      for column in columns {
        body(window, row, column)
        window &+= 1
      }
    }
  }

  /// Writes the largest element of each window of a plane, and where it lies.
  func findLargest(
    _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>,
    _ places: UnsafeMutablePointer<Int32>
  ) {
    guard !arePairs else { return findLargestOfPairs(input, output, places) }
    forEach { window, rows, columns in
      guard rows.count > 0, columns.count > 0 else {
        output[window] = -.infinity
        places[window] = -1
        return
      }
      var place = rows.first &* inputWidth &+ columns.first
      var best = input[place]
      rows.forEach { row in
        columns.forEach { column in
          let candidate = row &* inputWidth &+ column
          if beats(input[candidate], best) {
            best = input[candidate]
            place = candidate
          }
        }
      }
      output[window] = best
      places[window] = Int32(truncatingIfNeeded: place)
    }
  }

  /// The same for windows of 2x2 side by side, the usual ones: without loops over a window.
  private func findLargestOfPairs(
    _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>,
    _ places: UnsafeMutablePointer<Int32>
  ) {
    for row in rows.indices {
      for column in columns.indices {
        let corner = 2 &* (row &* inputWidth &+ column)
        var best = input[corner]
        var place = corner
        for step in 1..<4 {
          let candidate = corner &+ step % 2 &+ step / 2 &* inputWidth
          let wins = beats(input[candidate], best)
          best = wins ? input[candidate] : best
          place = wins ? candidate : place
        }
        output[row &* columns.count &+ column] = best
        places[row &* columns.count &+ column] = Int32(truncatingIfNeeded: place)
      }
    }
  }
}

/// What a window covers along one axis.
private struct WindowCover {
  /// The first row or column of the input.
  let first: Int
  /// How far apart they lie.
  let step: Int
  /// How many there are.
  let count: Int
  /// How many count for an average.
  let weight: Int

  /// Resolves a window that starts at `start`, counted from the first padding.
  init(
    start: Int, padding: (before: Int, after: Int), dilation: Int, window: Int, extent: Int,
    countsPadding: Bool
  ) {
    /// The elements of the window before a place.
    func places(before end: Int) -> Int {
      start < end ? min((end - start + dilation - 1) / dilation, window) : 0
    }
    let skipped = places(before: padding.before)
    first = start + skipped * dilation - padding.before
    step = dilation
    count = places(before: padding.before + extent) - skipped
    weight = countsPadding ? places(before: padding.before + extent + padding.after) : count
  }

  /// Calls `body` with each row or column, in order.
  @inline(__always)
  func forEach(_ body: (Int) -> Void) {
    for index in 0..<count { body(first &+ index &* step) }
  }
}

extension Pool2DGeometry {
  /// Whether windows are 2x2, side by side, and nothing else.
  package var hasPlainPairs: Bool {
    parameters.window == 2 && parameters.stride == 2 && parameters.padding == 0
      && parameters.dilation == 1 && outputHeight == inputHeight / 2
      && outputWidth == inputWidth / 2
  }
}
