import DLCore

/// The layers of LeNet-5 that compute, under the names that the model gives them; `deep` is a
/// convolution as deeper networks have them, of 64 channels and not pooled.
extension Workload {
  static func layers() throws(TensorError) -> [Workload] {
    try convolutions(batch: 128) + linear(batch: 128) + loss(batch: 128)
  }

  private static func convolutions(batch: Int) throws(TensorError) -> [Workload] {
    let c1 = try Convolution2DGeometry(
      input: [batch, 1, 28, 28], weights: [6, 1, 5, 5], parameters: .init(padding: 2))
    let c3 = try Convolution2DGeometry(
      input: [batch, 6, 14, 14], weights: [16, 6, 5, 5], parameters: .init())
    let deep = try Convolution2DGeometry(
      input: [batch, 64, 14, 14], weights: [64, 64, 3, 3], parameters: .init(padding: 1))
    return try convolution("c1", c1, batch) + convolution("c3", c3, batch)
      + plainConvolution("deep", deep, batch) + pooling("s2", c1.outputShape, batch)
      + pooling("s4", c3.outputShape, batch)
  }

  private static func convolution(
    _ layer: String, _ geometry: Convolution2DGeometry, _ batch: Int
  ) throws(TensorError) -> [Workload] {
    let fused = "convolution2DReLUMaxPool2D/\(layer)/b\(batch)"
    let pool = try pool(of: geometry.outputShape)
    // The first layer's input is the picture, whose gradient training does not need.
    let isFirst = geometry.inputChannels == 1
    return plainConvolution(layer, geometry, batch, isQuick: isFirst) + [
      op(fused, FusedConvolution(geometry: geometry, pool: pool), isQuick: !isFirst),
      op(
        "\(fused)/backward",
        FusedConvolutionGradients(geometry: geometry, pool: pool, wantsInput: !isFirst),
        isQuick: !isFirst),
    ]
  }

  private static func plainConvolution(
    _ layer: String, _ geometry: Convolution2DGeometry, _ batch: Int, isQuick: Bool = false
  ) -> [Workload] {
    let name = "convolution2D/\(layer)/b\(batch)"
    return [
      op(name, Convolution(geometry: geometry), isQuick: isQuick),
      op("\(name)/backward-weights", ConvolutionWeightGradient(geometry: geometry)),
      op("\(name)/backward-input", ConvolutionInputGradient(geometry: geometry)),
    ]
  }

  private static func pooling(
    _ layer: String, _ input: Shape, _ batch: Int
  ) throws(TensorError) -> [Workload] {
    let (name, geometry) = ("maxPool2D/\(layer)/b\(batch)", try pool(of: input))
    return [
      op(name, MaximumPooling(geometry: geometry)),
      op("\(name)/backward", MaximumPoolingGradient(geometry: geometry)),
    ]
  }

  private static func pool(of shape: Shape) throws(TensorError) -> Pool2DGeometry {
    try Pool2DGeometry(input: shape, parameters: .init(window: 2), operation: "maxPool2D")
  }

  private static func linear(batch: Int) -> [Workload] {
    let layers: [(String, Int, Int, FusedActivation)] = [
      ("c5", 400, 120, .relu), ("f6", 120, 84, .relu), ("output", 84, 10, .identity),
    ]
    return layers.flatMap { layer, inner, columns, activation in
      let geometry = LinearGeometry(
        rows: batch, columns: columns, inner: inner, activation: activation)
      let name = "linear/\(layer)/b\(batch)"
      return [
        op(name, LinearLayer(geometry: geometry)),
        op("\(name)/backward", LinearLayerGradients(geometry: geometry), isQuick: layer == "c5"),
      ]
    }
  }

  private static func loss(batch: Int) -> [Workload] {
    let geometry = CrossEntropyGeometry(rows: batch, classes: 10)
    let name = "softmaxCrossEntropy/b\(batch)"
    return [
      op(name, CrossEntropy(geometry: geometry), isQuick: true),
      op("\(name)/backward", CrossEntropyGradient(geometry: geometry)),
    ]
  }

  private static func op(
    _ name: String, _ body: any WorkloadBody, isQuick: Bool = false
  ) -> Workload {
    Workload(name, suite: .ops, isQuick: isQuick, body: body)
  }
}
