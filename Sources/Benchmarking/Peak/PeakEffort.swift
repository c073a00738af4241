/// How long to look for the peak.
public struct PeakEffort: Hashable, Sendable {
  /// The windows of time of which the best counts.
  public var windows: Int
  /// How long each lasts.
  public var windowSeconds: Double
  /// The size of main memory's working set, as a multiple of the last cache.
  public var memoryMultiple: Int

  /// Says how much is measured.
  package init(windows: Int, windowSeconds: Double, memoryMultiple: Int) {
    self.windows = windows
    self.windowSeconds = windowSeconds
    self.memoryMultiple = memoryMultiple
  }

  /// About half a second for each number of threads.
  public static let quick = PeakEffort(windows: 5, windowSeconds: 0.008, memoryMultiple: 4)
  /// About three seconds for each number of threads.
  public static let thorough = PeakEffort(windows: 15, windowSeconds: 0.02, memoryMultiple: 8)
}
