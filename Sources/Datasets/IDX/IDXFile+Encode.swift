extension IDXFile {
  /// The bytes of an uncompressed IDX file that holds the pictures of a set.
  public static func encodeImages(of set: LabeledImages) -> [UInt8] {
    header(.images, [set.count, set.height, set.width]) + set.pixels
  }

  /// The bytes of an uncompressed IDX file that holds the labels of a set.
  public static func encodeLabels(of set: LabeledImages) -> [UInt8] {
    header(.labels, [set.count]) + set.labels
  }

  /// The same file compressed by gzip; equal content gives equal bytes.
  ///
  /// Throws a `DatasetError` for more than `largestFile` bytes.
  public static func gzipped(_ file: [UInt8]) throws(DatasetError) -> [UInt8] {
    try Gzip.compress(file)
  }

  private static func header(_ kind: IDXKind, _ dimensions: [Int]) -> [UInt8] {
    ([kind.magic] + dimensions.map { UInt32(clamping: $0) }).flatMap { word in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
    }
  }
}
