/// The decompressed files of a data set, each with the place it came from.
struct DatasetContents {
  private var files: [DatasetFile: (path: String, content: [UInt8])] = [:]

  /// The size of the pictures of every data set that is loaded here.
  static let side = 28

  /// Decompresses one file as it was stored or sent; throws a `DatasetError` unless it is sound.
  mutating func add(_ file: DatasetFile, _ stored: [UInt8], path: String) throws(DatasetError) {
    files[file] = (path, try IDXFile.content(of: stored, expecting: file.kind, path: path))
  }

  /// What is wrong when a file is not the published one; nil when its checksum agrees.
  func difference(of file: DatasetFile, from published: PublishedDataset) -> DatasetError? {
    guard let (path, content) = files[file], let expected = published.checksums[file] else {
      return DatasetError(path: file.name, problem: "is not a file of \(published.name)")
    }
    let found = SHA256.hexadecimal(content)
    guard found != expected else { return nil }
    return DatasetError(
      path: path,
      problem: "is not the published file of \(published.name): its content has the SHA-256 "
        + "\(found ?? "(none)"), not \(expected)")
  }

  /// What is wrong with the first file that is not the published one.
  func difference(from published: PublishedDataset) -> DatasetError? {
    DatasetFile.allCases.lazy.compactMap { difference(of: $0, from: published) }.first
  }

  /// The pictures and labels; throws a `DatasetError` when they do not belong together.
  ///
  /// The files' contents are given away to them.
  mutating func pair(
    name: String, classNames: [String], source: String
  ) throws(DatasetError) -> DatasetPair {
    try DatasetPair(
      training: try set(.trainingImages, .trainingLabels, name, classNames),
      test: try set(.testImages, .testLabels, name, classNames), source: source)
  }

  private mutating func set(
    _ imageFile: DatasetFile, _ labelFile: DatasetFile, _ name: String, _ classNames: [String]
  ) throws(DatasetError) -> LabeledImages {
    guard let (imagePath, imageContent) = files.removeValue(forKey: imageFile),
      let (labelPath, labelContent) = files.removeValue(forKey: labelFile)
    else {
      throw DatasetError(path: name, problem: "lacks \(imageFile.name) or \(labelFile.name)")
    }
    let images = try IDXFile.images(in: consume imageContent, path: imagePath)
    let labels = try IDXFile.labels(in: labelContent, path: labelPath)
    guard images.height == Self.side, images.width == Self.side else {
      throw DatasetError(
        path: imagePath,
        problem: "has images of \(images.height)x\(images.width) pixels; "
          + "\(Self.side)x\(Self.side) are needed")
    }
    guard images.count == labels.count else {
      throw DatasetError(
        path: imagePath,
        problem: "has \(counted(images.count, "image")), but \(labelPath) has "
          + counted(labels.count, "label"))
    }
    guard images.count > 0 else { throw DatasetError(path: imagePath, problem: "has no images") }
    return try LabeledImages(
      name: name, height: images.height, width: images.width, pixels: images.pixels,
      labels: labels, classNames: classNames)
  }
}
