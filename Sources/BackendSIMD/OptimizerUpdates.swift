import DLCore
import HostOperations
import SIMDKernelTable

extension SIMDBackend {
  /// One step of Adam or AdamW in one pass, in place where nobody else holds the storages.
  public func adamUpdate(
    _ parameter: inout Storage, firstMoment: inout Storage, secondMoment: inout Storage,
    gradient: Storage, count: Int, _ step: AdamStep
  ) {
    updating(&parameter, count) { parameter in
      updating(&firstMoment, count) { first in
        updating(&secondMoment, count) { second in
          gradient.withUnsafePointer { gradient in
            forEachRange(count, workPerElement: 1) { range in
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
