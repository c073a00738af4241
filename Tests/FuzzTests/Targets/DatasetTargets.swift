import Datasets

extension FuzzTarget {
  /// IDX files of images.
  static let images = FuzzTarget(name: "idx-images", corpus: [imageFile], read: readImages)

  /// IDX files of labels.
  static let labels = FuzzTarget(
    name: "idx-labels", corpus: [set.map(IDXFile.encodeLabels) ?? []]
  ) { bytes in
    let labels = try IDXFile.labels(bytes, path: "labels")
    try Broken.require(labels.allSatisfy { $0 < 10 }, "a label is not a digit")
    try Broken.require(labels.count <= bytes.count * 1032, "more labels than the file can hold")
    return labels
  }

  /// Compressed IDX files, which gzip's checksum guards.
  static let compressedImages = FuzzTarget(
    name: "idx-images-gz", corpus: [(try? IDXFile.gzipped(imageFile)) ?? []], isGuarded: true,
    read: readImages)

  private static let set = try? LabeledImages(
    name: "small", height: 3, width: 4, pixels: (0..<24).map { UInt8($0 * 10) }, labels: [7, 3],
    classNames: (0..<10).map(String.init))

  private static let imageFile = set.map(IDXFile.encodeImages) ?? []

  @Sendable private static func readImages(_ bytes: [UInt8]) throws -> [UInt8] {
    let images = try IDXFile.images(bytes, path: "images")
    try Broken.require(
      images.pixels.count == images.count * images.height * images.width, "the sizes do not agree")
    // DEFLATE packs at most 1032 bytes into one.
    try Broken.require(
      images.pixels.count <= bytes.count * 1032, "more pixels than the file can hold")
    return images.pixels
  }
}
