/// How a convolution's window moves: stride, padding, dilation, and groups of channels.
public struct Convolution2DParameters: Hashable, Sendable {
  /// The step between neighbouring windows.
  public var stride: Size2D
  /// Rows and columns of zeros around the input.
  public var padding: Padding2D
  /// The step between neighbouring weights inside a window.
  public var dilation: Size2D
  /// The number of groups that channels are cut into; each group sees its own channels only.
  public var groups: Int

  /// Creates parameters; the defaults are a dense window moving by one, without padding.
  public init(
    stride: Size2D = 1, padding: Padding2D = 0, dilation: Size2D = 1, groups: Int = 1
  ) {
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
  }
}

/// A 2D convolution, checked and resolved: what a backend gets to compute it.
///
/// Input is `[batch, inputChannels, inputHeight, inputWidth]`, weights are `[outputChannels,
/// inputChannels / groups, kernelHeight, kernelWidth]`, output is `[batch, outputChannels,
/// outputHeight, outputWidth]`, all row-major.
public struct Convolution2DGeometry: Hashable, Sendable {
  /// The number of pictures.
  public let batch: Int
  /// The number of channels of the input.
  public let inputChannels: Int
  /// The rows of the input, without padding.
  public let inputHeight: Int
  /// The columns of the input, without padding.
  public let inputWidth: Int
  /// The number of channels of the output.
  public let outputChannels: Int
  /// The extent of the window.
  public let kernel: Size2D
  /// The rows of the output.
  public let outputHeight: Int
  /// The columns of the output.
  public let outputWidth: Int
  /// Stride, padding, dilation and groups.
  public let parameters: Convolution2DParameters

  /// Checks the shapes against each other and resolves the geometry.
  ///
  /// - Throws: `TensorError` that names the mismatch.
  public init(
    input: Shape, weights: Shape, parameters: Convolution2DParameters
  ) throws(TensorError) {
    let name = "convolution2D"
    func fail(_ problem: String) -> TensorError {
      TensorError(name, .shape, problem, [input, weights])
    }
    guard input.rank == 4 else {
      throw fail("input must be [batch, channels, height, width], but is \(input)")
    }
    guard weights.rank == 4 else {
      throw fail(
        "weights must be [output channels, input channels / groups, height, width], but are \(weights)"
      )
    }
    try input.validated(for: name)
    try weights.validated(for: name)
    let kernel = Size2D(height: weights[2], width: weights[3])
    try checkWindow(
      name, kernel: kernel, stride: parameters.stride, padding: parameters.padding,
      dilation: parameters.dilation)
    guard parameters.groups >= 1 else {
      throw TensorError(name, .argument, "groups must be at least 1, but is \(parameters.groups)")
    }
    let (expected, overflow) = weights[1].multipliedReportingOverflow(by: parameters.groups)
    guard !overflow, input[1] == expected else {
      throw fail(
        "input has \(input[1]) channels, weights expect \(overflow ? weights[1] : expected)")
    }
    // Without any channel, every number of groups would divide them.
    try checkWindowNumbers(name, "groups", [parameters.groups], from: 1)
    guard weights[0] % parameters.groups == 0 else {
      throw fail("\(weights[0]) output channels cannot be cut into \(parameters.groups) groups")
    }
    let rows = WindowAxis(
      input: input[2], kernel: kernel.height, stride: parameters.stride.height,
      dilation: parameters.dilation.height, before: parameters.padding.top,
      after: parameters.padding.bottom)
    let columns = WindowAxis(
      input: input[3], kernel: kernel.width, stride: parameters.stride.width,
      dilation: parameters.dilation.width, before: parameters.padding.left,
      after: parameters.padding.right)
    guard let height = rows.outputExtent(ceil: false), let width = columns.outputExtent(ceil: false)
    else { throw fail("a \(kernel) kernel does not fit into a \(input[2])x\(input[3]) input") }
    batch = input[0]
    inputChannels = input[1]
    inputHeight = input[2]
    inputWidth = input[3]
    outputChannels = weights[0]
    self.kernel = kernel
    self.parameters = parameters
    outputHeight = height
    outputWidth = width
    try outputShape.validated(for: name)
  }

  /// The input's shape.
  public var inputShape: Shape { [batch, inputChannels, inputHeight, inputWidth] }
  /// The weights' shape.
  public var weightShape: Shape {
    [outputChannels, inputChannelsPerGroup, kernel.height, kernel.width]
  }
  /// The output's shape.
  public var outputShape: Shape { [batch, outputChannels, outputHeight, outputWidth] }
  /// The input channels that one group sees.
  public var inputChannelsPerGroup: Int { inputChannels / parameters.groups }
  /// The output channels that one group makes.
  public var outputChannelsPerGroup: Int { outputChannels / parameters.groups }
  /// The positions of one output channel of one picture.
  public var outputPositions: Int { outputHeight * outputWidth }
  /// The weights that make one output value: the rows of the im2col matrix of one group.
  public var patchCount: Int { inputChannelsPerGroup * kernel.height * kernel.width }

  /// The input row under a kernel row at an output row; outside `0 ..< inputHeight` is padding.
  @inlinable
  public func inputRow(output: Int, kernel: Int) -> Int {
    output * parameters.stride.height + kernel * parameters.dilation.height - parameters.padding.top
  }

  /// The input column under a kernel column at an output column.
  @inlinable
  public func inputColumn(output: Int, kernel: Int) -> Int {
    output * parameters.stride.width + kernel * parameters.dilation.width - parameters.padding.left
  }
}
