/// Files in the IDX format, in which MNIST and its relatives are published, compressed or not.
public enum IDXFile {
  /// The largest file, decompressed, that is read: 1 GiB.
  public static let largestFile = 1 << 30

  /// The pictures of an IDX file.
  public struct Images: Sendable, Hashable {
    /// How many pictures there are.
    public let count: Int
    /// The rows of each picture.
    public let height: Int
    /// The columns of each picture.
    public let width: Int
    /// Every picture in turn, row by row from the top left.
    public let pixels: [UInt8]
  }

  /// Reads a file of images; one that starts with gzip's magic number is decompressed first.
  ///
  /// `path` only names the file in errors. Throws a `DatasetError` for anything but exactly one
  /// well-formed file. Memory grows with the bytes that are really there, never with what a
  /// header announces.
  public static func images(_ bytes: [UInt8], path: String) throws(DatasetError) -> Images {
    try images(in: content(of: bytes, expecting: .images, path: path), path: path)
  }

  /// Reads a file of labels, each 0...9; otherwise like `images(_:path:)`.
  public static func labels(_ bytes: [UInt8], path: String) throws(DatasetError) -> [UInt8] {
    try labels(in: content(of: bytes, expecting: .labels, path: path), path: path)
  }

  /// The pictures in the decompressed content of a file, which has been checked.
  ///
  /// They are made of the content itself, so that no second copy of a large file is needed.
  static func images(in content: consuming [UInt8], path: String) throws(DatasetError) -> Images {
    let header = try IDXHeader(copy content, expecting: .images, path: path)
    content.removeFirst(IDXKind.images.headerSize)
    return Images(
      count: header.count, height: header.height, width: header.width, pixels: content)
  }

  /// The labels in the decompressed content of a file, which has been checked.
  static func labels(in content: [UInt8], path: String) throws(DatasetError) -> [UInt8] {
    let labels = Array(content.dropFirst(IDXKind.labels.headerSize))
    if let index = labels.firstIndex(where: { $0 > 9 }) {
      throw DatasetError(
        path: path, problem: "has the label \(labels[index]) at index \(index); labels are 0...9")
    }
    return labels
  }
}
