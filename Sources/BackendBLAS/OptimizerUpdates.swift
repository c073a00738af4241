import DLCore

extension BLASBackend {
  /// One step of stochastic gradient descent, in place where nobody else holds the storages.
  public func sgdUpdate(
    _ parameter: inout Storage, velocity: inout Storage?, gradient: Storage, count: Int,
    _ step: SGDStep
  ) {
    let (rate, decay) = (Float(-step.learningRate), Float(step.weightDecay))
    guard step.momentum != 0 else {
      updating(&parameter, count) { old, new in
        gradient.withUnsafePointer { gradient in
          forEachRange(count) { range in
            for index in range {
              let slope = decay == 0 ? gradient[index] : gradient[index] + decay * old[index]
              new[index] = old[index] + rate * slope
            }
          }
        }
      }
      return
    }
    let momentum = Float(step.momentum)
    var last = velocity.take() ?? makeStorage(repeating: 0, count: count)
    updating(&parameter, count) { old, new in
      updating(&last, count) { oldVelocity, newVelocity in
        gradient.withUnsafePointer { gradient in
          forEachRange(count) { range in
            for index in range {
              let slope = decay == 0 ? gradient[index] : gradient[index] + decay * old[index]
              let speed = slope + momentum * oldVelocity[index]
              newVelocity[index] = speed
              new[index] = old[index] + rate * (step.isNesterov ? slope + momentum * speed : speed)
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
    updating(&parameter, count) { oldParameter, newParameter in
      updating(&firstMoment, count) { oldFirst, newFirst in
        updating(&secondMoment, count) { oldSecond, newSecond in
          gradient.withUnsafePointer { gradient in
            forEachRange(count, workPerElement: 2) { range in
              let start = range.lowerBound
              numbers.update(
                (oldParameter + start, newParameter + start), (oldFirst + start, newFirst + start),
                (oldSecond + start, newSecond + start), gradient + start, range.count)
            }
          }
        }
      }
    }
  }

  /// Lets `body` read a storage and write its successor: itself if nobody else holds it, else a new
  /// one.
  private func updating(
    _ storage: inout Storage, _ count: Int,
    _ body: (UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  ) {
    if isKnownUniquelyReferenced(&storage) {
      storage.withUnsafeMutablePointer { body(UnsafePointer($0), $0) }
    } else {
      let old = storage
      storage = make(count) { new in old.withUnsafePointer { body($0, new) } }
    }
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

  /// Updates `count` parameters and their moments, each from an old place to a new one.
  func update(
    _ parameter: (old: UnsafePointer<Float>, new: UnsafeMutablePointer<Float>),
    _ first: (old: UnsafePointer<Float>, new: UnsafeMutablePointer<Float>),
    _ second: (old: UnsafePointer<Float>, new: UnsafeMutablePointer<Float>),
    _ gradient: UnsafePointer<Float>, _ count: Int
  ) {
    for index in 0..<count {
      let value = parameter.old[index]
      let slope = coupledDecay == 0 ? gradient[index] : gradient[index] + coupledDecay * value
      let mean = beta1 * first.old[index] + restOfBeta1 * slope
      let spread = beta2 * second.old[index] + restOfBeta2 * (slope * slope)
      first.new[index] = mean
      second.new[index] = spread
      let divisor = (secondScale * spread).squareRoot() + epsilon
      parameter.new[index] = shrinkage * value + rate * (mean / divisor)
    }
  }
}
