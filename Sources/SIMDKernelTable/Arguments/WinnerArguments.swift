/// Windows of 2x2 that pooling took maxima of, and what is known of their corners.
public struct WinnerArguments {
  /// The number of windows.
  public var count: Int
  /// Each window's rectified maximum.
  public var output: UnsafePointer<Float>
  /// Each maximum's gradient.
  public var gradient: UnsafePointer<Float>
  /// Each maximum's position.
  public var selection: UnsafePointer<Int32>
  /// The position of each window's first place.
  public var corners: UnsafePointer<Int32>
  /// What is told as the place, if the window's first place won.
  public var cornerPlaces: UnsafePointer<Int32>
  /// What is told as the kernel, if the window's first place won.
  public var cornerKernels: UnsafePointer<Int32>
  /// How far apart positions below each other are.
  public var width: Int32
  /// Added to the place if a place of the right column won.
  public var right: Int32
  /// Added to the place if a place of the lower row won.
  public var below: Int32
  /// Taken from the kernel if a place of the right column won.
  public var kernelRight: Int32
  /// Taken from the kernel if a place of the lower row won.
  public var kernelBelow: Int32
  /// Gradients that pass, and zeros.
  public var scales: UnsafeMutablePointer<Float>
  /// The winners' places.
  public var places: UnsafeMutablePointer<Int32>
  /// The winners' kernels.
  public var kernels: UnsafeMutablePointer<Int32>

  /// Creates the arguments.
  public init(
    count: Int, output: UnsafePointer<Float>, gradient: UnsafePointer<Float>,
    selection: UnsafePointer<Int32>, corners: UnsafePointer<Int32>,
    cornerPlaces: UnsafePointer<Int32>, cornerKernels: UnsafePointer<Int32>, width: Int32,
    right: Int32, below: Int32, kernelRight: Int32, kernelBelow: Int32,
    scales: UnsafeMutablePointer<Float>, places: UnsafeMutablePointer<Int32>,
    kernels: UnsafeMutablePointer<Int32>
  ) {
    self.count = count
    self.output = output
    self.gradient = gradient
    self.selection = selection
    self.corners = corners
    self.cornerPlaces = cornerPlaces
    self.cornerKernels = cornerKernels
    self.width = width
    self.right = right
    self.below = below
    self.kernelRight = kernelRight
    self.kernelBelow = kernelBelow
    self.scales = scales
    self.places = places
    self.kernels = kernels
  }
}
