/// The inner loops of whole layers, as built for one instruction set: convolutions that are pooled
/// and rectified, in training too, and fully connected layers of prepared inference.
public struct LayerKernels: Sendable {
  /// The channels that `poolPlaces` makes at once.
  public let tileChannels: Int
  /// The windows that `poolChannels` makes at once.
  public let tileWindows: Int
  /// The most vectors of columns in a panel of a fully connected layer's weights.
  public let panelVectors: Int
  /// Keeps even and odd columns apart, in `ColumnSplit.swift`.
  public let splitColumns: @Sendable (ColumnSplitArguments) -> Void
  /// Convolves, pools and rectifies with places in lanes, in `PooledConvolutions.swift`.
  public let poolPlaces: @Sendable (PooledConvolutionArguments) -> Void
  /// Convolves, pools and rectifies with channels in lanes, in `PooledConvolutions.swift`.
  public let poolChannels: @Sendable (PooledConvolutionArguments) -> Void
  /// As `poolPlaces`, and tells where winners lie.
  public let tracePlaces: @Sendable (PooledConvolutionArguments) -> Void
  /// As `poolChannels`, and tells where winners lie.
  public let traceChannels: @Sendable (PooledConvolutionArguments) -> Void
  /// A fully connected layer, in `Panels.swift`.
  public let panels: @Sendable (PanelArguments) -> Void

  /// Creates the set.
  public init(
    tileChannels: Int, tileWindows: Int, panelVectors: Int,
    splitColumns: @escaping @Sendable (ColumnSplitArguments) -> Void,
    poolPlaces: @escaping @Sendable (PooledConvolutionArguments) -> Void,
    poolChannels: @escaping @Sendable (PooledConvolutionArguments) -> Void,
    tracePlaces: @escaping @Sendable (PooledConvolutionArguments) -> Void,
    traceChannels: @escaping @Sendable (PooledConvolutionArguments) -> Void,
    panels: @escaping @Sendable (PanelArguments) -> Void
  ) {
    self.tileChannels = tileChannels
    self.tileWindows = tileWindows
    self.panelVectors = panelVectors
    self.splitColumns = splitColumns
    self.poolPlaces = poolPlaces
    self.poolChannels = poolChannels
    self.tracePlaces = tracePlaces
    self.traceChannels = traceChannels
    self.panels = panels
  }
}
