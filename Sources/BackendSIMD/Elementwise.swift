import DLCore
import HostOperations
import SIMDKernelTable

extension SIMDBackend {
  /// Applies a function to each element; the exponential and its kin by the backend's own kernels.
  ///
  /// Whatever place an element has, its result has the same bits.
  public func unary(_ operation: UnaryOperation, _ input: Storage, count: Int) -> Storage {
    switch operation {
    case .exponential: mapping(.exponential, input, count, cost: 2)
    case .logarithm: mapping(.logarithm, input, count, cost: 2)
    case .squareRoot: mapping(.squareRoot, input, count)
    case .reciprocal: mapping(.reciprocal, input, count)
    case .tanh: mapping(.hyperbolicTangent, input, count, cost: 2)
    case .sigmoid: mapping(.logistic, input, count, cost: 2)
    case .errorFunction: mapping(.errorFunction, input, count, cost: 2)
    case .gelu: mapping(.gelu, input, count, cost: 2)
    case .negate, .absolute, .sign, .square, .relu, .leakyReLU, .affine, .clamp:
      hostUnary(operation, input, count: count)
    }
  }

  /// The gradient of `unary`; those that need an exponential by the backend's own kernels.
  public func unaryGradient(
    _ operation: UnaryOperation, input: Storage, output: Storage, gradient: Storage, count: Int
  ) -> Storage {
    let function: UnaryGradientFunction
    switch operation {
    case .errorFunction: function = .errorFunction
    case .gelu: function = .gelu
    default:
      return hostUnaryGradient(
        operation, input: input, output: output, gradient: gradient, count: count)
    }
    return combining(input, gradient, count, cost: 2) { input, gradient, result, count in
      kernels.functions.unaryGradient(
        UnaryGradientArguments(
          function: function, input: input, gradient: gradient, result: result, count: count))
    }
  }

  /// A new storage that a kernel writes piece by piece.
  private func mapping(
    _ function: UnaryFunction, _ input: Storage, _ count: Int, cost: Int = 1
  ) -> Storage {
    mapping(input, count, cost: cost) { source, target, count in
      kernels.functions.unary(
        UnaryArguments(function: function, source: source, target: target, count: count))
    }
  }
}
