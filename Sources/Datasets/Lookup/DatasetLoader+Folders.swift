import FileAccess

extension DatasetLoader {
  /// What a search for a published data set came to.
  enum Search {
    case found(DatasetPair)
    /// Where it was looked for and why it could not be downloaded: in full, and in short.
    case missing(String, summary: String)
  }

  /// Reads a folder that a person named: any four sound files of 28x28 pictures will do.
  func load(folder path: String) throws(DatasetError) -> DatasetPair {
    guard Files.exists(path) else {
      throw DatasetError(path: path, problem: "there is no such folder; \(DatasetChoice.expected)")
    }
    guard Files.isDirectory(path) else {
      throw DatasetError(
        path: path, problem: "is not a folder; give the one that holds the four IDX files")
    }
    let folder = DatasetFolder(path)
    guard folder.isComplete else {
      throw DatasetError(
        path: path,
        problem: "lacks \(folder.missing.joined(separator: ", ")) (each may end in .gz)")
    }
    var contents = try folder.contents()
    for known in [mnist, fashionMNIST] where contents.difference(from: known) == nil {
      return try contents.pair(name: known.name, classNames: known.classNames, source: path)
    }
    // A folder may be called like a data set that it does not hold.
    let isMisleading = [mnist, fashionMNIST].contains { $0.name == path }
    return try contents.pair(
      name: isMisleading ? "\(path)/" : path, classNames: PublishedDataset.digitNames,
      source: path)
  }

  /// Looks for a data set on this machine, then on the network.
  func find(_ published: PublishedDataset) throws(DatasetError) -> Search {
    var searched: [String] = []
    if let pair = try findProvided(published, &searched) { return .found(pair) }
    if let pair = findCached(published, &searched) { return .found(pair) }
    for path in published.systemFolders {
      if let pair = try read(path, published, &searched) { return .found(pair) }
    }
    let places = "not found in " + searched.joined(separator: ", ")
    guard allowDownload else {
      return .missing(
        "\(places); downloads are switched off",
        summary: "not on this machine, downloads are switched off")
    }
    do throws(DownloadFailure) {
      return .found(try download(published))
    } catch {
      return .missing(
        "\(places); download failed: \(error)",
        summary: "not on this machine, download failed (\(error.summary))")
    }
  }

  /// The folder of this data set in the cache.
  func cacheFolder(of published: PublishedDataset) -> String? {
    cacheFolder.map { "\($0)/\(published.folder)" }
  }

  private func findProvided(
    _ published: PublishedDataset, _ searched: inout [String]
  ) throws(DatasetError) -> DatasetPair? {
    guard let root = environment["DLCORE_DATA"], !root.isEmpty else {
      searched.append("$DLCORE_DATA (which is not set)")
      return nil
    }
    return try read("\(root)/\(published.folder)", published, &searched)
  }

  /// A sound copy in a folder that a person or a package filled; nil when it is not complete.
  ///
  /// Content other than the published is used, since it is there on purpose, but not in silence.
  private func read(
    _ path: String, _ published: PublishedDataset, _ searched: inout [String]
  ) throws(DatasetError) -> DatasetPair? {
    let folder = DatasetFolder(path)
    guard folder.isComplete else {
      searched.append(folder.shortcoming)
      return nil
    }
    var contents = try folder.contents()
    if let difference = contents.difference(from: published) { log("note: \(difference)") }
    return try contents.pair(
      name: published.name, classNames: published.classNames, source: path)
  }

  /// The copy in the cache, which only this program fills: a damaged one is as good as none.
  private func findCached(
    _ published: PublishedDataset, _ searched: inout [String]
  ) -> DatasetPair? {
    guard let path = cacheFolder(of: published) else {
      searched.append("the cache (HOME is not set)")
      return nil
    }
    let folder = DatasetFolder(path)
    guard folder.isComplete else {
      searched.append(folder.shortcoming)
      return nil
    }
    do throws(DatasetError) {
      var contents = try folder.contents()
      if let difference = contents.difference(from: published) { throw difference }
      return try contents.pair(
        name: published.name, classNames: published.classNames, source: path)
    } catch {
      searched.append("\(path) (damaged: \(error))")
      return nil
    }
  }
}
