import DLCore

/// How a window moves along one axis.
struct GoldenWindowAxis {
  var kernel = 1
  var stride = 1
  var dilation = 1
  var before = 0
  var after = 0

  /// The distance from a window's first element to its last.
  var reach: Int { (kernel - 1) * dilation }

  /// Pads so that the output has `⌈extent / stride⌉` places; an odd one goes behind, or before.
  mutating func pad(toKeep extent: Int, isUpper: Bool) {
    let places = (extent + stride - 1) / max(stride, 1)
    let total = max((places - 1) * stride + reach + 1 - extent, 0)
    split(total, isUpper: isUpper)
  }

  /// Splits a padding in two halves; an odd one goes behind, or before.
  mutating func split(_ total: Int, isUpper: Bool) {
    before = isUpper ? total / 2 : total - total / 2
    after = total - before
  }
}

extension ONNXNode {
  /// The axes of a window over the given extents, with automatic padding worked out.
  func window(kernel: [Int], over extents: [Int]) throws(TensorError) -> [GoldenWindowAxis] {
    let strides = try axes("strides", count: kernel.count, default: 1)
    let dilations = try axes("dilations", count: kernel.count, default: 1)
    let pads = try axes("pads", count: 2 * kernel.count, default: 0)
    let automatic = attributes["auto_pad"] ?? "NOTSET"
    return kernel.indices.map { axis in
      var window = GoldenWindowAxis(
        kernel: kernel[axis], stride: strides[axis], dilation: dilations[axis],
        before: pads[axis], after: pads[kernel.count + axis])
      if automatic.hasPrefix("SAME") {
        window.pad(toKeep: extents[axis], isUpper: automatic == "SAME_UPPER")
      }
      return window
    }
  }
}

extension Convolution2DParameters {
  /// The parameters of two axes.
  init(_ rows: GoldenWindowAxis, _ columns: GoldenWindowAxis, groups: Int) {
    self.init(
      stride: Size2D(height: rows.stride, width: columns.stride),
      padding: Padding2D(rows, columns),
      dilation: Size2D(height: rows.dilation, width: columns.dilation), groups: groups)
  }
}

extension Pool2DParameters {
  /// The parameters of two axes.
  init(
    _ rows: GoldenWindowAxis, _ columns: GoldenWindowAxis, ceilMode: Bool, countsPadding: Bool
  ) {
    self.init(
      window: Size2D(height: rows.kernel, width: columns.kernel),
      stride: Size2D(height: rows.stride, width: columns.stride),
      padding: Padding2D(rows, columns),
      dilation: Size2D(height: rows.dilation, width: columns.dilation), ceilMode: ceilMode,
      countsPadding: countsPadding)
  }
}

extension Padding2D {
  /// The padding of two axes.
  fileprivate init(_ rows: GoldenWindowAxis, _ columns: GoldenWindowAxis) {
    self.init(
      top: rows.before, left: columns.before, bottom: rows.after, right: columns.after)
  }
}
