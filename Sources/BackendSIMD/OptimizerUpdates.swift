import DLCore
import HostOperations
import SIMDKernelTable

extension SIMDBackend {
  /// One step of stochastic gradient descent, in place where nobody else holds the storages.
  public func sgdUpdate(
    _ parameter: inout Storage, velocity: inout Storage?, gradient: Storage, count: Int,
    _ step: SGDStep
  ) {
    guard step.momentum != 0 else {
      return updating(&parameter, count) {
        descend(step, $0, velocity: nil, gradient: gradient, count)
      }
    }
    var last = velocity.take() ?? makeStorage(repeating: 0, count: count)
    updating(&parameter, count) { parameter in
      updating(&last, count) {
        descend(step, parameter, velocity: $0, gradient: gradient, count)
      }
    }
    velocity = last
  }

  /// Runs the kernel over all scalars.
  private func descend(
    _ step: SGDStep, _ parameter: UnsafeMutablePointer<Float>,
    velocity: UnsafeMutablePointer<Float>?, gradient: Storage, _ count: Int
  ) {
    gradient.withUnsafePointer { gradient in
      forEachRange(count) { range in
        let start = range.lowerBound
        kernels.functions.descend(
          DescentArguments(
            count: range.count, parameter: parameter + start,
            velocity: velocity.map { $0 + start }, gradient: gradient + start,
            rate: Float(step.learningRate), momentum: Float(step.momentum),
            decay: Float(step.weightDecay), isNesterov: step.isNesterov))
      }
    }
  }

  /// One step of Adam or AdamW in one pass, in place where nobody else holds the storages.
  public func adamUpdate(
    _ parameter: inout Storage, firstMoment: inout Storage, secondMoment: inout Storage,
    gradient: Storage, count: Int, _ step: AdamStep
  ) {
    updating(&parameter, count) { parameter in
      updating(&firstMoment, count) { first in
        updating(&secondMoment, count) { second in
          gradient.withUnsafePointer { gradient in
            // Four arrays are read and three written.
            forEachRange(count, workPerElement: 4) { range in
              kernels.adam(
                AdamArguments(
                  step, range, parameter: parameter, first: first, second: second,
                  gradient: gradient))
            }
          }
        }
      }
    }
  }
}

extension AdamArguments {
  /// The part of a step that updates a range.
  fileprivate init(
    _ step: AdamStep, _ range: Range<Int>, parameter: UnsafeMutablePointer<Float>,
    first: UnsafeMutablePointer<Float>, second: UnsafeMutablePointer<Float>,
    gradient: UnsafePointer<Float>
  ) {
    let start = range.lowerBound
    self.init(
      count: range.count, parameter: parameter + start, first: first + start,
      second: second + start, gradient: gradient + start, beta1: Float(step.beta1),
      restOfBeta1: Float(1 - step.beta1), beta2: Float(step.beta2),
      restOfBeta2: Float(1 - step.beta2),
      rate: Float(step.learningRate / step.firstCorrection),
      secondScale: Float(1 / step.secondCorrection), epsilon: Float(step.epsilon),
      shrink: step.isDecoupled ? Float(1 - step.learningRate * step.weightDecay) : 1,
      coupled: step.isDecoupled ? 0 : Float(step.weightDecay))
  }
}
