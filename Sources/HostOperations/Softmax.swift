import DLCore

extension HostBackend {
  /// `exp(xᵢ - max) / Σ exp(xⱼ - max)` along the middle dimension.
  public func softmax(_ input: Storage, _ geometry: ReductionGeometry) -> Storage {
    make(geometry.inputCount) { result in
      input.withUnsafePointer { input in
        forEachLine(geometry) { writeSoftmax(input, result, $0) }
      }
    }
  }

  /// `y · (g - Σ g·y)`.
  public func softmaxGradient(
    output: Storage, gradient: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    hostSoftmaxGradient(output: output, gradient: gradient, geometry)
  }

  /// What `softmaxGradient` does where no backend knows better.
  package func hostSoftmaxGradient(
    output: Storage, gradient: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    make(geometry.inputCount) { result in
      reading(output, gradient) { output, gradient in
        forEachLine(geometry) { line in
          let sum = Float(line.sum { Double(gradient[$0]) * Double(output[$0]) })
          line.forEach { result[$0] = output[$0] * (gradient[$0] - sum) }
        }
      }
    }
  }

  /// `xᵢ - max - log Σ exp(xⱼ - max)` along the middle dimension.
  public func logSoftmax(_ input: Storage, _ geometry: ReductionGeometry) -> Storage {
    make(geometry.inputCount) { result in
      input.withUnsafePointer { input in
        forEachLine(geometry) { line in
          let largest = Double(line.largest(input))
          let logarithm = Double.log(line.sum { Double.exp(Double(input[$0]) - largest) })
          line.forEach { result[$0] = Float((Double(input[$0]) - largest) - logarithm) }
        }
      }
    }
  }

  /// `g - exp(y) · Σ g`.
  public func logSoftmaxGradient(
    output: Storage, gradient: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    hostLogSoftmaxGradient(output: output, gradient: gradient, geometry)
  }

  /// What `logSoftmaxGradient` does where no backend knows better.
  package func hostLogSoftmaxGradient(
    output: Storage, gradient: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    make(geometry.inputCount) { result in
      reading(output, gradient) { output, gradient in
        forEachLine(geometry) { line in
          let sum = Float(line.sum { Double(gradient[$0]) })
          line.forEach { result[$0] = gradient[$0] - Float.exp(output[$0]) * sum }
        }
      }
    }
  }

  /// The cross-entropy of each row of logits with its label, and the row's softmax.
  public func softmaxCrossEntropy(
    logits: Storage, labels: [Int32], _ geometry: CrossEntropyGeometry
  ) -> (losses: Storage, probabilities: Storage) {
    let probabilities = Storage(count: geometry.rows * geometry.classes, pool: pool)
    let losses = make(geometry.rows) { losses in
      logits.withUnsafePointer { logits in
        probabilities.withUnsafeMutablePointer { probabilities in
          forEachLine(geometry.softmax) { line in
            let row = line.number
            let (largest, sum) = writeSoftmax(logits, probabilities, line)
            let logarithm = Double.log(sum)
            func logProbability(_ index: Int) -> Double {
              (Double(logits[index]) - largest) - logarithm
            }
            let own = logProbability(line.first + Int(labels[row]))
            var loss = (geometry.labelSmoothing - 1) * own
            if geometry.labelSmoothing > 0 {
              let mean = line.sum { logProbability($0) } / Double(geometry.classes)
              loss -= geometry.labelSmoothing * mean
            }
            losses[row] = Float(loss)
          }
        }
      }
    }
    return (losses, probabilities)
  }

  /// `(probabilities - t) · gradient[row]`.
  public func softmaxCrossEntropyGradient(
    probabilities: Storage, labels: [Int32], gradient: Storage, _ geometry: CrossEntropyGeometry
  ) -> Storage {
    let (label, other) = (Float(geometry.labelTarget), Float(geometry.otherTarget))
    return make(geometry.rows * geometry.classes) { result in
      reading(probabilities, gradient) { probabilities, gradient in
        forEachLine(geometry.softmax) { line in
          let own = line.first + Int(labels[line.number])
          line.forEach { index in
            let target = index == own ? label : other
            result[index] = (probabilities[index] - target) * gradient[line.number]
          }
        }
      }
    }
  }
}

/// The elements that one softmax runs over: `count` of them, `step` apart.
private struct Line {
  let number: Int
  let first: Int
  let step: Int
  let count: Int

  @inline(__always)
  func forEach(_ body: (Int) -> Void) {
    for place in 0..<count { body(first &+ place &* step) }
  }

  @inline(__always)
  func sum(_ term: (Int) -> Double) -> Double {
    var total = 0.0
    forEach { total += term($0) }
    return total
  }

  /// The largest element, or NaN if there is one.
  func largest(_ values: UnsafePointer<Float>) -> Float {
    var largest = -Float.infinity
    forEach { if beats(values[$0], largest) { largest = values[$0] } }
    return largest
  }
}

/// Writes the softmax of a line; its largest input, and the sum it was divided by.
///
/// In double precision: a rounding of `xᵢ - max` to single would be magnified by the exponential.
@discardableResult
private func writeSoftmax(
  _ input: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>, _ line: Line
) -> (largest: Double, sum: Double) {
  let largest = Double(line.largest(input))
  let sum = line.sum { index in
    let power = Double.exp(Double(input[index]) - largest)
    result[index] = Float(power)
    return power
  }
  line.forEach { result[$0] = Float(Double(result[$0]) / sum) }
  return (largest, sum)
}

extension HostBackend {
  /// Calls `body` with each line along the middle dimension, on several threads if it pays.
  private func forEachLine(_ geometry: ReductionGeometry, _ body: (Line) -> Void) {
    forEachRange(geometry.outputCount, workPerElement: 16 * max(geometry.count, 1)) { range in
      for number in range {
        let (outer, column) = number.quotientAndRemainder(dividingBy: geometry.inner)
        body(
          Line(
            number: number, first: outer * geometry.count * geometry.inner + column,
            step: geometry.inner, count: geometry.count))
      }
    }
  }
}
