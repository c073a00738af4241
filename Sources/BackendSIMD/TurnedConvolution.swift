import DLCore
import SIMDKernelTable

/// A convolution whose result is another one's gradient for its input: of the gradient, with each
/// kernel turned by half a turn, and with inputs and outputs exchanged.
///
/// Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016, section 4.
struct TurnedConvolution {
  /// How the convolution of the gradient is computed.
  let plan: ConvolutionPlan
  private let original: Convolution2DGeometry

  /// `nil` unless windows move by one, and reach no further into the padding than their own extent.
  init?(_ original: Convolution2DGeometry, _ kernels: SIMDKernelTable) {
    let parameters = original.parameters
    let (padding, dilation) = (parameters.padding, parameters.dilation)
    let height = (original.kernel.height - 1) * dilation.height
    let width = (original.kernel.width - 1) * dilation.width
    guard parameters.stride == 1, max(padding.top, padding.bottom) <= height,
      max(padding.left, padding.right) <= width
    else { return nil }
    let turned = Convolution2DParameters(
      padding: Padding2D(
        top: height - padding.top, left: width - padding.left, bottom: height - padding.bottom,
        right: width - padding.right),
      dilation: dilation, groups: parameters.groups)
    let weights: Shape = [
      original.inputChannels, original.outputChannelsPerGroup, original.kernel.height,
      original.kernel.width,
    ]
    guard
      let geometry = try? Convolution2DGeometry(
        input: original.outputShape, weights: weights, parameters: turned),
      geometry.hasModestFrame
    else { return nil }
    self.original = original
    plan = ConvolutionPlan(geometry, kernels)
  }

  /// Whether it takes less time than a product with patches, see `PatchProduct`.
  ///
  /// It visits every place of the input, the product only those of the output. The product's patches
  /// go through memory though, where they take as long as the sums for 20 channels would: so it was
  /// with vectors of 16 lanes, 3x3 and 5x5 kernels and 2 to 80 channels, either way, in workloads
  /// like `convolution2D/c3/b128/backward-input` of `dlbench`. Lanes with nothing to do count too.
  func isFaster(than patches: PatchPlan) -> Bool {
    let memory = 20 / Double(max(original.outputChannelsPerGroup, 1))
    return Double(plan.geometry.outputPositions) * patches.runShare
      < (1 + memory) * Double(original.outputPositions) * plan.tileShare
  }

  /// Writes the kernels, `[inputs, outputs / groups, height, width]`, each from its last weight to
  /// its first.
  func turn(_ weights: UnsafePointer<Float>, into kernels: UnsafeMutablePointer<Float>) {
    let (inputs, outputs) = (original.inputChannelsPerGroup, original.outputChannelsPerGroup)
    let area = original.kernel.height * original.kernel.width
    for group in 0..<original.parameters.groups {
      for output in 0..<outputs {
        for input in 0..<inputs {
          let source = weights + ((group * outputs + output) * inputs + input) * area
          let target = kernels + ((group * inputs + input) * outputs + output) * area
          for index in 0..<area { target[index] = source[area - 1 - index] }
        }
      }
    }
  }
}
