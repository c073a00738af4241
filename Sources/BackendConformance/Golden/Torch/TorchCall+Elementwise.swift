import DLCore

extension TorchCall {
  /// Functions with parameters, and functions composed of others.
  func elementwise() throws(TensorError) -> Tensor<B> {
    let x = try self.x
    switch record.operation {
    case "leaky_relu": return try x.leakyReLU(slope: attributes.number("slope", default: 0.01))
    case "clamp":
      return try x.clamped(
        from: attributes.number("low", default: -.infinity),
        to: attributes.number("high", default: .infinity))
    case "rsqrt": return x.squareRoot().reciprocal()
    case "silu": return try x * x.sigmoid()
    case "softsign": return try x / (x.absolute() + 1)
    case "tanhshrink": return try x - x.tanh()
    case "where": return try x.select(input(1), else: input(2))
    case "add": return try x + scaled(input(1), by: "alpha")
    case "sub": return try x - scaled(input(1), by: "alpha")
    default: return try x + scaled(input(1) * input(2), by: "value")
    }
  }

  /// A tensor times an attribute, unless that is 1.
  func scaled(_ tensor: Tensor<B>, by attribute: String) throws(TensorError) -> Tensor<B> {
    let factor = try attributes.number(attribute, default: 1)
    return factor == 1 ? tensor : tensor * factor
  }
}
