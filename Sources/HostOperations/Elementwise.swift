import DLCore

extension HostBackend {
  /// Applies a function to each element.
  public func unary(_ operation: UnaryOperation, _ input: Storage, count: Int) -> Storage {
    hostUnary(operation, input, count: count)
  }

  /// What `unary` does where no backend knows better.
  package func hostUnary(_ operation: UnaryOperation, _ input: Storage, count: Int) -> Storage {
    switch operation {
    case .negate: mapping(input, count) { x, y, n in each(x, y, n) { -$0 } }
    case .absolute: mapping(input, count) { x, y, n in each(x, y, n) { $0.magnitude } }
    case .sign:
      mapping(input, count) { x, y, n in each(x, y, n) { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 } }
    case .exponential:
      mapping(input, count, cost: 8) { x, y, n in each(x, y, n) { Float.exp($0) } }
    case .logarithm:
      mapping(input, count, cost: 8) { x, y, n in each(x, y, n) { Float.log($0) } }
    case .squareRoot: mapping(input, count) { x, y, n in each(x, y, n) { $0.squareRoot() } }
    case .reciprocal: mapping(input, count) { x, y, n in each(x, y, n) { 1 / $0 } }
    case .square: mapping(input, count) { x, y, n in each(x, y, n) { $0 * $0 } }
    case .tanh: mapping(input, count, cost: 16) { x, y, n in each(x, y, n) { Float.tanh($0) } }
    case .sigmoid: mapping(input, count, cost: 16) { x, y, n in each(x, y, n) { sigmoid($0) } }
    case .errorFunction:
      mapping(input, count, cost: 16) { x, y, n in each(x, y, n) { Float.erf($0) } }
    case .relu: mapping(input, count) { x, y, n in each(x, y, n) { rectified($0) } }
    case .leakyReLU(let slope):
      mapping(input, count) { x, y, n in
        let slope = Float(slope)
        each(x, y, n) { $0 > 0 ? $0 : slope * $0 }
      }
    case .gelu: mapping(input, count, cost: 16) { x, y, n in each(x, y, n) { gelu($0) } }
    case .affine(let multiplier, let offset):
      mapping(input, count) { x, y, n in
        let (multiplier, offset) = (Float(multiplier), Float(offset))
        each(x, y, n) { multiplier * $0 + offset }
      }
    case .clamp(let lower, let upper):
      mapping(input, count) { x, y, n in
        let (lower, upper) = (Float(lower), Float(upper))
        each(x, y, n) { x in
          let raised = x < lower ? lower : x
          return raised > upper ? upper : raised
        }
      }
    }
  }

  /// The gradient of `unary`, in one pass for the functions that networks are made of.
  public func unaryGradient(
    _ operation: UnaryOperation, input: Storage, output: Storage, gradient: Storage, count: Int
  ) -> Storage {
    hostUnaryGradient(operation, input: input, output: output, gradient: gradient, count: count)
  }

  /// What `unaryGradient` does where no backend knows better.
  package func hostUnaryGradient(
    _ operation: UnaryOperation, input: Storage, output: Storage, gradient: Storage, count: Int
  ) -> Storage {
    switch operation {
    case .square:
      combining(input, gradient, count) { x, g, d, n in each(x, g, d, n) { $1 * (2 * $0) } }
    case .exponential:
      combining(output, gradient, count) { y, g, d, n in each(y, g, d, n) { $1 * $0 } }
    case .tanh:
      combining(output, gradient, count) { y, g, d, n in each(y, g, d, n) { $1 * (1 - $0 * $0) } }
    case .sigmoid:
      combining(output, gradient, count) { y, g, d, n in
        each(y, g, d, n) { $1 * ($0 * (1 - $0)) }
      }
    case .relu:
      combining(output, gradient, count) { y, g, d, n in each(y, g, d, n) { $0 > 0 ? $1 : 0 } }
    case .leakyReLU(let slope):
      combining(input, gradient, count) { x, g, d, n in
        let slope = Float(slope)
        each(x, g, d, n) { $0 > 0 ? $1 : slope * $1 }
      }
    case .clamp(let lower, let upper):
      combining(input, gradient, count) { x, g, d, n in
        let (lower, upper) = (Float(lower), Float(upper))
        each(x, g, d, n) { $0 >= lower && $0 <= upper ? $1 : 0 }
      }
    case .gelu:
      combining(input, gradient, count, cost: 32) { x, g, d, n in
        each(x, g, d, n) { $1 * geluDerivative($0) }
      }
    case .errorFunction:
      combining(input, gradient, count, cost: 8) { x, g, d, n in
        let scale = Float(2 / Double.pi.squareRoot())
        each(x, g, d, n) { $1 * (scale * Float.exp(-($0 * $0))) }
      }
    case .logarithm:
      combining(input, gradient, count) { x, g, d, n in each(x, g, d, n) { $1 / $0 } }
    case .squareRoot:
      combining(output, gradient, count) { y, g, d, n in each(y, g, d, n) { (0.5 * $1) / $0 } }
    case .reciprocal:
      combining(output, gradient, count) { y, g, d, n in each(y, g, d, n) { $1 * -($0 * $0) } }
    case .absolute:
      combining(input, gradient, count) { x, g, d, n in
        each(x, g, d, n) { $1 * ($0 > 0 ? 1 : $0 < 0 ? -1 : $0) }
      }
    case .negate: unary(.negate, gradient, count: count)
    case .sign: makeStorage(repeating: 0, count: count)
    case .affine(let multiplier, _):
      unary(.affine(multiplier: multiplier, offset: 0), gradient, count: count)
    }
  }

  /// Combines two operands element by element, with broadcasting.
  public func binary(
    _ operation: BinaryOperation, _ lhs: Storage, _ rhs: Storage, _ geometry: BroadcastGeometry
  ) -> Storage {
    switch operation {
    case .add: broadcasting(lhs, rhs, geometry) { $0.each { $0 + $1 } }
    case .subtract: broadcasting(lhs, rhs, geometry) { $0.each { $0 - $1 } }
    case .multiply: broadcasting(lhs, rhs, geometry) { $0.each { $0 * $1 } }
    case .divide: broadcasting(lhs, rhs, geometry) { $0.each { $0 / $1 } }
    case .power: broadcasting(lhs, rhs, geometry, cost: 16) { $0.each { Float.pow($0, $1) } }
    case .maximum:
      broadcasting(lhs, rhs, geometry) { $0.each { $1 > $0 || $1.isNaN ? $1 : $0 } }
    case .minimum:
      broadcasting(lhs, rhs, geometry) { $0.each { $1 < $0 || $1.isNaN ? $1 : $0 } }
    }
  }

  /// Compares two operands element by element.
  public func compare(
    _ comparison: Comparison, _ lhs: Storage, _ rhs: Storage, _ geometry: BroadcastGeometry
  ) -> Storage {
    switch comparison {
    case .equal: broadcasting(lhs, rhs, geometry) { $0.each { $0 == $1 ? 1 : 0 } }
    case .notEqual: broadcasting(lhs, rhs, geometry) { $0.each { $0 != $1 ? 1 : 0 } }
    case .less: broadcasting(lhs, rhs, geometry) { $0.each { $0 < $1 ? 1 : 0 } }
    case .lessOrEqual: broadcasting(lhs, rhs, geometry) { $0.each { $0 <= $1 ? 1 : 0 } }
    case .greater: broadcasting(lhs, rhs, geometry) { $0.each { $0 > $1 ? 1 : 0 } }
    case .greaterOrEqual: broadcasting(lhs, rhs, geometry) { $0.each { $0 >= $1 ? 1 : 0 } }
    }
  }

  /// Takes each element from one of two storages, by a mask.
  public func select(
    mask: Storage, whenTrue: Storage, whenFalse: Storage, count: Int
  ) -> Storage {
    make(count) { result in
      reading(mask, whenTrue, whenFalse) { mask, whenTrue, whenFalse in
        forEachRange(count) { range in
          for index in range {
            // Both are read first, so that the loop vectorises.
            let (first, second) = (whenTrue[index], whenFalse[index])
            result[index] = mask[index] != 0 ? first : second
          }
        }
      }
    }
  }
}

extension HostBackend {
  /// A new storage that `kernel(input, result, count)` writes piece by piece.
  package func mapping(
    _ input: Storage, _ count: Int, cost: Int = 1,
    _ kernel: (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  ) -> Storage {
    make(count) { result in
      input.withUnsafePointer { input in
        forEachRange(count, workPerElement: cost) { range in
          kernel(input + range.lowerBound, result + range.lowerBound, range.count)
        }
      }
    }
  }

  /// A new storage that `kernel(lhs, rhs, result, count)` writes piece by piece.
  package func combining(
    _ lhs: Storage, _ rhs: Storage, _ count: Int, cost: Int = 1,
    _ kernel: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  ) -> Storage {
    make(count) { result in
      reading(lhs, rhs) { lhs, rhs in
        forEachRange(count, workPerElement: cost) { range in
          let start = range.lowerBound
          kernel(lhs + start, rhs + start, result + start, range.count)
        }
      }
    }
  }
}

/// `target[i] = function(source[i])` for `i` below `count`.
@inlinable
@inline(__always)
package func each(
  _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ count: Int,
  _ function: (Float) -> Float
) {
  for index in 0..<count { target[index] = function(source[index]) }
}

/// `target[i] = function(lhs[i], rhs[i])` for `i` below `count`.
@inlinable
@inline(__always)
package func each(
  _ lhs: UnsafePointer<Float>, _ rhs: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>,
  _ count: Int, _ function: (Float, Float) -> Float
) {
  for index in 0..<count { target[index] = function(lhs[index], rhs[index]) }
}

/// x where x > 0, else +0; NaN is not below zero and stays.
@inlinable
@inline(__always)
package func rectified(_ x: Float) -> Float { x <= 0 ? 0 : x }

/// 1 / (1 + e⁻ˣ), written for negative x so that nothing overflows on the way.
@inlinable
@inline(__always)
package func sigmoid(_ x: Float) -> Float {
  guard x < 0 else { return 1 / (1 + Float.exp(-x)) }
  let power = Float.exp(x)
  return power / (1 + power)
}

/// x/2 · (1 + erf(x/√2)).
@inline(__always)
private func gelu(_ x: Float) -> Float {
  0.5 * x * (1 + Float.erf(x * Float(0.5.squareRoot())))
}

/// Φ(x) + x·φ(x).
@inline(__always)
private func geluDerivative(_ x: Float) -> Float {
  let integral = 0.5 * Float.erf(x * Float(0.5.squareRoot())) + 0.5
  let density = Float(1 / (2 * Double.pi).squareRoot()) * Float.exp(-0.5 * (x * x))
  return integral + x * density
}
