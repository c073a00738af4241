import BackendNaive
import DLCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension Faulty {
  func unary(_ operation: UnaryOperation, _ input: [Float], count: Int) -> [Float] {
    var output = base.unary(operation, input, count: count)
    switch (fault, operation) {
    case (.unaryTailLeftOut, _): for index in count / 8 * 8..<count { output[index] = 0 }
    case (.negativeZeroSurvivesRelu, .relu): output = input.map { $0 < 0 ? 0 : $0 }
    case (.subnormalsFlushed, .negate): output = output.map { $0.isSubnormal ? 0 : $0 }
    case (.clampLosesNaN, .clamp(let lower, let upper)):
      output = input.map { Float.minimum(Float.maximum($0, Float(lower)), Float(upper)) }
    case (.sigmoidOverflows, .sigmoid): output = input.map { Float.exp($0) / (1 + Float.exp($0)) }
    case (.geluByTanh, .gelu):
      output = input.map { 0.5 * $0 * (1 + .tanh(0.79788456 * ($0 + 0.044715 * $0 * $0 * $0))) }
    case (.tanhIsCoarse, .tanh): output = output.map { $0 * (1 + 16 * Float.ulpOfOne) }
    case (.everySecondCallDiffers, _) where memory.isOdd() && count > 0:
      output[0] = output[0].nextUp
    case (.wrongFromTwoThreads, _) where threadCount >= 2 && count > 16: output[16] = 0
    case (.wrongFromFourThreads, _) where threadCount >= 4 && count > 16: output[16] = 0
    case (.sharedWorkspace, _) where count > 0:
      if memory.isShared(during: { usleep(20) }) { output[0] = 12345 }
    default: break
    }
    return output
  }

  func unaryGradient(
    _ operation: UnaryOperation, input: [Float], output: [Float], gradient: [Float], count: Int
  ) -> [Float] {
    switch (fault, operation) {
    case (.reluPassesAtZero, .relu): (0..<count).map { output[$0] >= 0 ? gradient[$0] : 0 }
    case (.gradientLosesNaN, .tanh):
      (0..<count).map { gradient[$0].isNaN ? 0 : gradient[$0] * (1 - output[$0] * output[$0]) }
    case (.leakySlopeForgotten, .leakyReLU): (0..<count).map { input[$0] > 0 ? gradient[$0] : 0 }
    default:
      base.unaryGradient(
        operation, input: input, output: output, gradient: gradient, count: count)
    }
  }

  func binary(
    _ operation: BinaryOperation, _ lhs: [Float], _ rhs: [Float], _ geometry: BroadcastGeometry
  ) -> [Float] {
    let output = base.binary(operation, lhs, rhs, geometry)
    switch (fault, operation) {
    case (.subtractSwapped, .subtract): return output.map { -$0 }
    case (.quotientByReciprocal, .divide):
      return base.binary(.multiply, lhs, rhs.map { 1 / $0 }, geometry)
    case (.maximumLosesNaNOnTheRight, .maximum):
      let isNaN = base.compare(.notEqual, rhs, rhs, BroadcastGeometry(count: rhs.count))
      let cleaned = zip(rhs, isNaN).map { $1 == 1 ? -.infinity : $0 }
      return base.binary(.maximum, lhs, cleaned, geometry)
    case (.minimumPrefersTheSecond, .minimum):
      guard geometry.isElementwise else { return output }
      return base.binary(.minimum, rhs, lhs, geometry)
    case (.broadcastByRepeatingRows, .add):
      guard !lhs.isEmpty && !rhs.isEmpty else { return output }
      return (0..<geometry.count).map { lhs[$0 % lhs.count] + rhs[$0 % rhs.count] }
    default: return output
    }
  }

  func compare(
    _ comparison: Comparison, _ lhs: [Float], _ rhs: [Float], _ geometry: BroadcastGeometry
  ) -> [Float] {
    switch (fault, comparison) {
    case (.notEqualFailsForNaN, .notEqual):
      let less = base.compare(.less, lhs, rhs, geometry)
      return zip(less, base.compare(.greater, lhs, rhs, geometry)).map(+)
    case (.lessIsLessOrEqual, .less): return base.compare(.lessOrEqual, lhs, rhs, geometry)
    default: return base.compare(comparison, lhs, rhs, geometry)
    }
  }

  func select(mask: [Float], whenTrue: [Float], whenFalse: [Float], count: Int) -> [Float] {
    guard fault == .maskByMultiplication else {
      return base.select(mask: mask, whenTrue: whenTrue, whenFalse: whenFalse, count: count)
    }
    return (0..<count).map {
      let isChosen: Float = mask[$0] != 0 ? 1 : 0
      return isChosen * whenTrue[$0] + (1 - isChosen) * whenFalse[$0]
    }
  }
}
