/// Finds, downloads, checks and reads data sets.
///
/// A published data set is looked for in `$DLCORE_DATA/NAME`, in the user's cache, in the folder
/// where the operating system's package puts it, and then downloaded into the cache.
public struct DatasetLoader: Sendable {
  /// The environment variables: `DLCORE_DATA` is read, and those that name the cache.
  public var environment: [String: String]
  /// The folder that holds the cached data sets; nil: nothing is cached.
  public var cacheFolder: String?
  /// Whether what is not on this machine may be downloaded.
  public var allowDownload: Bool
  /// What `mnist` means: where it may be had and how it is recognised.
  public var mnist = PublishedDataset.mnist
  /// What `fashion-mnist` means.
  public var fashionMNIST = PublishedDataset.fashionMNIST
  /// How long a server may be silent before it is given up, in seconds.
  public var patience = Download.patience
  /// Hears of whatever a person should know, a line at a time.
  public var log: @Sendable (String) -> Void
  /// Hears how downloads come along, several times a second, on some other thread.
  public var progress: @Sendable (DownloadProgress) -> Void

  /// Creates a loader; without a `cacheFolder` it takes the user's, as the environment names it.
  public init(
    environment: [String: String], cacheFolder: String? = nil, allowDownload: Bool = true,
    log: @escaping @Sendable (String) -> Void = { _ in },
    progress: @escaping @Sendable (DownloadProgress) -> Void = { _ in }
  ) {
    self.environment = environment
    self.cacheFolder = cacheFolder ?? Self.userCache(environment)
    self.allowDownload = allowDownload
    self.log = log
    self.progress = progress
  }

  /// Loads the data set of a choice.
  ///
  /// Throws a `DatasetError` when it cannot be had, which says where it was looked for, or when
  /// files that a person provided are not sound. For `auto`, only the latter is an error:
  /// otherwise `log` hears in short why there is no MNIST, and the result is synthetic.
  public func load(_ choice: DatasetChoice) throws(DatasetError) -> DatasetPair {
    switch choice {
    case .folder(let path): return try load(folder: path)
    case .synthetic: return try SyntheticDigits.make()
    case .mnist: return try load(mnist)
    case .fashionMNIST: return try load(fashionMNIST)
    case .auto:
      switch try find(mnist) {
      case .found(let pair): return pair
      case .missing(_, let summary):
        log(
          "no \(mnist.name): \(summary); using drawn digits instead "
            + "(--data DIR names real ones)")
        return try SyntheticDigits.make()
      }
    }
  }

  private func load(_ published: PublishedDataset) throws(DatasetError) -> DatasetPair {
    switch try find(published) {
    case .found(let pair): return pair
    case .missing(let reason, _):
      throw DatasetError(
        path: published.name,
        problem: "\(reason); give the folder that holds its four IDX files with --data DIR")
    }
  }

  /// `dlcore` in `$XDG_CACHE_HOME`, which counts only when it is absolute (XDG Base Directory
  /// Specification), else in `~/.cache`.
  private static func userCache(_ environment: [String: String]) -> String? {
    if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") { return cache + "/dlcore" }
    if let home = environment["HOME"], home.hasPrefix("/") { return home + "/.cache/dlcore" }
    return nil
  }
}
