import DLCore
import HostOperations
import SIMDKernelTable

extension SIMDBackend {
  /// `exp(xᵢ - max) / Σ exp(xⱼ - max)` along the middle dimension.
  ///
  /// Differences keep their rounding errors, and sums are in double precision: off
  /// by at most 3 ulp, however far a logit is from the largest.
  public func softmax(_ input: Storage, _ geometry: ReductionGeometry) -> Storage {
    make(geometry.inputCount) { output in
      input.withUnsafePointer { input in
        guard geometry.inner == 1 else {
          return forEachStrip(geometry) { first, _, width in
            kernels.functions.softmaxColumns(
              SoftmaxColumnArguments(
                input: input + first, output: output + first, count: geometry.count,
                stride: geometry.inner, width: width, maxima: nil, sums: nil))
          }
        }
        forEachRows(geometry) { rows, start in
          kernels.functions.softmaxRows(
            SoftmaxArguments(
              input: input + start, output: output + start, rows: rows.count,
              count: geometry.count, maxima: nil, sums: nil))
        }
      }
    }
  }

  /// `y · (g - Σ g·y)`.
  public func softmaxGradient(
    output: Storage, gradient: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    // Shorter rows do not fill vectors.
    guard geometry.inner == 1, geometry.count >= 32 else {
      return hostSoftmaxGradient(output: output, gradient: gradient, geometry)
    }
    return eachRowGradient(output, gradient, geometry) {
      kernels.functions.softmaxGradientRows($0)
    }
  }

  /// `xᵢ - max - log Σ exp(xⱼ - max)` along the middle dimension.
  public func logSoftmax(_ input: Storage, _ geometry: ReductionGeometry) -> Storage {
    guard geometry.inner == 1 else { return logSoftmaxColumns(input, geometry) }
    return make(geometry.inputCount) { output in
      input.withUnsafePointer { input in
        withLineParts(outputs: geometry.outer) { maxima, sums, logarithms in
          forEachRows(geometry) { rows, start in
            let first = rows.lowerBound
            kernels.functions.softmaxRows(
              SoftmaxArguments(
                input: input + start, output: nil, rows: rows.count, count: geometry.count,
                maxima: maxima + first, sums: sums + first))
            for row in rows { logarithms[row] = Float(Double.log(sums[row])) }
            kernels.functions.logSoftmaxRows(
              ShiftArguments(
                input: input + start, output: output + start, rows: rows.count,
                count: geometry.count, maxima: maxima + first, logarithms: logarithms + first))
          }
        }
      }
    }
  }

  /// The same down the columns of strips.
  private func logSoftmaxColumns(_ input: Storage, _ geometry: ReductionGeometry) -> Storage {
    make(geometry.inputCount) { output in
      input.withUnsafePointer { input in
        withLineParts(outputs: geometry.outputCount) { maxima, sums, logarithms in
          forEachStrip(geometry) { first, place, width in
            kernels.functions.softmaxColumns(
              SoftmaxColumnArguments(
                input: input + first, output: nil, count: geometry.count,
                stride: geometry.inner, width: width, maxima: maxima + place,
                sums: sums + place))
            let columns = place..<place + width
            for column in columns { logarithms[column] = Float(Double.log(sums[column])) }
            for row in 0..<geometry.count {
              let start = first + row * geometry.inner - place
              for column in columns {
                output[start + column] =
                  (input[start + column] - maxima[column]) - logarithms[column]
              }
            }
          }
        }
      }
    }
  }

  /// `g - exp(y) · Σ g`.
  public func logSoftmaxGradient(
    output: Storage, gradient: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    guard geometry.inner == 1 else {
      return hostLogSoftmaxGradient(output: output, gradient: gradient, geometry)
    }
    return eachRowGradient(output, gradient, geometry) {
      kernels.functions.logSoftmaxGradientRows($0)
    }
  }

  /// The cross-entropy of each row of logits with its label, and the row's softmax, in one pass.
  ///
  /// Losses are computed in double precision from the softmax's sums, and rounded once.
  public func softmaxCrossEntropy(
    logits: Storage, labels: [Int32], _ geometry: CrossEntropyGeometry
  ) -> (losses: Storage, probabilities: Storage) {
    let softmax = geometry.softmax
    let probabilities = Storage(count: softmax.inputCount, pool: pool)
    let losses = make(geometry.rows) { losses in
      logits.withUnsafePointer { logits in
        probabilities.withUnsafeMutablePointer { probabilities in
          withLineParts(outputs: softmax.outer) { maxima, sums, _ in
            forEachRows(softmax) { rows, start in
              let first = rows.lowerBound
              kernels.functions.softmaxRows(
                SoftmaxArguments(
                  input: logits + start, output: probabilities + start, rows: rows.count,
                  count: geometry.classes, maxima: maxima + first, sums: sums + first))
              for row in rows {
                losses[row] = loss(
                  logits + row * geometry.classes, Int(labels[row]), Double(maxima[row]),
                  sums[row], geometry)
              }
            }
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
    make(geometry.rows * geometry.classes) { result in
      reading(probabilities, gradient) { probabilities, gradient in
        labels.withUnsafeBufferPointer { labels in
          // There is a label for each row; an array of none has no address.
          guard let labels = labels.baseAddress else { return }
          forEachRows(geometry.softmax) { rows, start in
            kernels.functions.crossEntropyGradientRows(
              CrossEntropyGradientArguments(
                probabilities: probabilities + start, labels: labels + rows.lowerBound,
                gradient: gradient + rows.lowerBound, result: result + start, rows: rows.count,
                count: geometry.classes, labelTarget: Float(geometry.labelTarget),
                otherTarget: Float(geometry.otherTarget)))
          }
        }
      }
    }
  }

  /// The loss of a row of logits, from its largest logit and the sum of its powers.
  private func loss(
    _ logits: UnsafePointer<Float>, _ label: Int, _ largest: Double, _ sum: Double,
    _ geometry: CrossEntropyGeometry
  ) -> Float {
    let logarithm = Double.log(sum)
    let own = (Double(logits[label]) - largest) - logarithm
    guard geometry.labelSmoothing > 0 else { return Float(-own) }
    let classes = Double(geometry.classes)
    let mean = (kernels.functions.sum(logits, geometry.classes) / classes - largest) - logarithm
    return Float((geometry.labelSmoothing - 1) * own - geometry.labelSmoothing * mean)
  }
}

extension SIMDBackend {
  /// Calls `body` with ranges of rows and the position of each range's first scalar.
  private func forEachRows(_ geometry: ReductionGeometry, _ body: (Range<Int>, Int) -> Void) {
    forEachRange(geometry.outer, workPerElement: 2 * max(geometry.count, 1)) { rows in
      body(rows, rows.lowerBound * geometry.count)
    }
  }

  /// Memory for each line's largest scalar, the sum of its powers, and a logarithm.
  private func withLineParts(
    outputs: Int,
    _ body: (
      UnsafeMutablePointer<Float>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Float>
    ) -> Void
  ) {
    withWorkspace(of: Float.self, 2 * outputs) { scalars in
      withWorkspace(of: Double.self, outputs) { sums in
        body(scalars, sums, scalars + outputs)
      }
    }
  }

  /// A new storage that a kernel writes from a softmax's output and gradient.
  private func eachRowGradient(
    _ output: Storage, _ gradient: Storage, _ geometry: ReductionGeometry,
    _ kernel: (SoftmaxGradientArguments) -> Void
  ) -> Storage {
    make(geometry.inputCount) { result in
      reading(output, gradient) { output, gradient in
        forEachRows(geometry) { rows, start in
          kernel(
            SoftmaxGradientArguments(
              output: output + start, gradient: gradient + start, result: result + start,
              rows: rows.count, count: geometry.count))
        }
      }
    }
  }
}
