import DLCore

extension HostBackend {
  /// One step of stochastic gradient descent, in place where nobody else holds the storages.
  public func sgdUpdate(
    _ parameter: inout Storage, velocity: inout Storage?, gradient: Storage, count: Int,
    _ step: SGDStep
  ) {
    let (rate, decay) = (Float(-step.learningRate), Float(step.weightDecay))
    guard step.momentum != 0 else {
      updating(&parameter, count) { parameter in
        gradient.withUnsafePointer { gradient in
          forEachRange(count) { range in
            for index in range {
              let value = parameter[index]
              parameter[index] = value + rate * (gradient[index] + decay * value)
            }
          }
        }
      }
      return
    }
    let momentum = Float(step.momentum)
    var last = velocity.take() ?? makeStorage(repeating: 0, count: count)
    updating(&parameter, count) { parameter in
      updating(&last, count) { velocity in
        gradient.withUnsafePointer { gradient in
          forEachRange(count) { range in
            for index in range {
              let value = parameter[index]
              let slope = gradient[index] + decay * value
              let speed = slope + momentum * velocity[index]
              velocity[index] = speed
              parameter[index] = value + rate * (step.isNesterov ? slope + momentum * speed : speed)
            }
          }
        }
      }
    }
    velocity = last
  }

  /// One step of Adam or AdamW in one pass, in place where nobody else holds the storages.
  public func adamUpdate(
    _ parameter: inout Storage, firstMoment: inout Storage, secondMoment: inout Storage,
    gradient: Storage, count: Int, _ step: AdamStep
  ) {
    let numbers = AdamNumbers(step)
    updating(&parameter, count) { parameter in
      updating(&firstMoment, count) { firstMoment in
        updating(&secondMoment, count) { secondMoment in
          gradient.withUnsafePointer { gradient in
            forEachRange(count, workPerElement: 2) { range in
              let start = range.lowerBound
              numbers.update(
                parameter + start, firstMoment + start, secondMoment + start, gradient + start,
                range.count)
            }
          }
        }
      }
    }
  }

  /// Lets `body` write a storage in place, after copying it if anybody else holds it.
  package func updating(
    _ storage: inout Storage, _ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Void
  ) {
    if !isKnownUniquelyReferenced(&storage) {
      let shared = storage
      storage = make(count) { copy in
        shared.withUnsafePointer { copy.update(from: $0, count: count) }
      }
    }
    storage.withUnsafeMutablePointer(body)
  }
}

/// The factors of a step of Adam in single precision.
private struct AdamNumbers {
  let beta1: Float
  let restOfBeta1: Float
  let beta2: Float
  let restOfBeta2: Float
  let epsilon: Float
  /// Added to the gradient for each unit of the parameter.
  let coupledDecay: Float
  /// What the parameter is scaled by.
  let shrinkage: Float
  let secondScale: Float
  let rate: Float

  init(_ step: AdamStep) {
    beta1 = Float(step.beta1)
    restOfBeta1 = Float(1 - step.beta1)
    beta2 = Float(step.beta2)
    restOfBeta2 = Float(1 - step.beta2)
    epsilon = Float(step.epsilon)
    coupledDecay = step.isDecoupled ? 0 : Float(step.weightDecay)
    shrinkage = step.isDecoupled ? Float(1 - step.learningRate * step.weightDecay) : 1
    secondScale = Float(1 / step.secondCorrection)
    rate = Float(-step.learningRate / step.firstCorrection)
  }

  /// Updates `count` parameters and their moments in place; the four pieces do not overlap.
  func update(
    _ parameter: UnsafeMutablePointer<Float>, _ firstMoment: UnsafeMutablePointer<Float>,
    _ secondMoment: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>, _ count: Int
  ) {
    // A copy that no store can reach, so that the loop vectorises.
    let numbers = self
    for index in 0..<count {
      let value = parameter[index]
      let slope = gradient[index] + numbers.coupledDecay * value
      let mean = numbers.beta1 * firstMoment[index] + numbers.restOfBeta1 * slope
      let spread = numbers.beta2 * secondMoment[index] + numbers.restOfBeta2 * (slope * slope)
      firstMoment[index] = mean
      secondMoment[index] = spread
      let divisor = (numbers.secondScale * spread).squareRoot() + numbers.epsilon
      parameter[index] = numbers.shrinkage * value + numbers.rate * (mean / divisor)
    }
  }
}
