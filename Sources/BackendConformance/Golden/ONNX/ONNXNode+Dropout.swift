import DLCore

extension ONNXNode {
  /// The input in inference; in training with elements dropped as numpy's generator says.
  func dropout() throws(TensorError) -> [Tensor<B>] {
    let x = try input(0)
    let isTraining = hasInput(2) ? try scalar(2) != 0 : false
    let ratio = hasInput(1) ? try scalar(1) : try attributes.number("ratio", default: 0.5)
    guard ratio < 1, ratio >= 0 else {
      throw GoldenAttributes.error("the ratio must lie in 0..<1, but is \(ratio)")
    }
    var mask = try Tensor.ones(x.shape, on: backend)
    var result = x
    if isTraining && ratio > 0 {
      let seed = try attributes.integer("seed", default: 0)
      var generator = MersenneTwister(seed: UInt32(truncatingIfNeeded: seed))
      let kept = (0..<x.count).map { _ -> Float in generator.nextDouble() >= ratio ? 1 : 0 }
      mask = try Tensor(kept, shape: x.shape, on: backend)
      result = try mask * x * (1 / (1 - ratio))
    }
    return record.outputs.count == 1 ? [result] : [result, mask]
  }
}
