import DLCore

extension UnaryOperation {
  /// Every function of one scalar, with parameters of every kind.
  static let all: [UnaryOperation] = [
    .negate, .absolute, .sign, .exponential, .logarithm, .squareRoot, .reciprocal, .square, .tanh,
    .sigmoid, .errorFunction, .relu, .leakyReLU(slope: 0.01), .leakyReLU(slope: -0.5), .gelu,
    .affine(multiplier: -1.5, offset: 0.1), .affine(multiplier: 0, offset: 2),
    .clamp(lower: -0.75, upper: 1.25),
  ]

  /// The function and its parameters, for names of cases.
  var label: String {
    switch self {
    case .leakyReLU(let slope): "leakyReLU-\(slope)"
    case .affine(let multiplier, let offset): "affine-\(multiplier)-\(offset)"
    case .clamp(let lower, let upper): "clamp-\(lower)-\(upper)"
    default: "\(self)"
    }
  }

  /// What the function gives, and how exactly.
  func expectation(_ x: Double, _ format: ScalarFormat) -> Bounded {
    func ulps(_ count: Double, _ value: Double) -> Bounded { .ulps(count, of: value, format) }
    switch self {
    case .negate: return ulps(0, -x)
    case .absolute: return ulps(0, abs(x))
    case .sign: return ulps(0, x.isNaN || x == 0 ? x : x > 0 ? 1 : -1)
    case .exponential: return ulps(2, .exp(x))
    case .logarithm: return ulps(2, .log(x))
    case .squareRoot: return ulps(0, x.squareRoot())
    case .reciprocal: return ulps(0, 1 / x)
    case .square: return ulps(0, x * x)
    case .tanh: return ulps(3, .tanh(x))
    case .sigmoid: return ulps(4, logistic(x))
    case .errorFunction: return ulps(3, .erf(x))
    case .relu: return ulps(0, x.isNaN ? x : max(x, 0))
    case .leakyReLU(let slope): return ulps(0, x > 0 ? x : format.rounded(slope) * x)
    case .gelu:
      let value = x / 2 * (1 + .erf(x * 0.5.squareRoot()))
      return Bounded(value: value, bound: 16 * format.ulp(of: max(abs(x), abs(value))))
    case .affine(let multiplier, let offset):
      return ulps(0, format.rounded(format.rounded(multiplier) * x) + format.rounded(offset))
    case .clamp(let lower, let upper):
      return ulps(0, x.isNaN ? x : min(max(x, format.rounded(lower)), format.rounded(upper)))
    }
  }

  /// The derivative, from the input alone.
  func derivative(_ x: Double, _ format: ScalarFormat) -> Double {
    switch self {
    case .negate: return -1
    case .absolute: return x > 0 ? 1 : x < 0 ? -1 : x
    case .sign: return 0
    case .exponential: return .exp(x)
    case .logarithm: return 1 / x
    case .squareRoot: return 0.5 / x.squareRoot()
    case .reciprocal: return -1 / (x * x)
    case .square: return 2 * x
    case .tanh: return 1 - .tanh(x) * .tanh(x)
    case .sigmoid: return logistic(x) * logistic(-x)
    case .errorFunction: return 2 / Double.pi.squareRoot() * .exp(-x * x)
    case .relu: return x > 0 ? 1 : 0
    case .leakyReLU(let slope): return x > 0 ? 1 : format.rounded(slope)
    case .gelu:
      return 0.5 * (1 + .erf(x / 2.0.squareRoot())) + x * .exp(-x * x / 2)
        / (2 * Double.pi).squareRoot()
    case .affine(let multiplier, _): return format.rounded(multiplier)
    case .clamp(let lower, let upper):
      return format.rounded(lower) <= x && x <= format.rounded(upper) ? 1 : 0
    }
  }
}

/// 1 / (1 + e⁻ˣ), without an overflow on either side.
func logistic(_ x: Double) -> Double {
  x < 0 ? .exp(x) / (1 + .exp(x)) : 1 / (1 + .exp(-x))
}
