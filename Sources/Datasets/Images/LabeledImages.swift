/// Grey pictures of one size, each with the class that it belongs to.
public struct LabeledImages: Sendable, Hashable {
  /// What the pictures are, for people to read: `MNIST`.
  public let name: String
  /// The rows of each picture.
  public let height: Int
  /// The columns of each picture.
  public let width: Int
  /// Every picture in turn, row by row from the top left: 0 is background, 255 is ink.
  public let pixels: [UInt8]
  /// The class of each picture: an index into `classNames`.
  public let labels: [UInt8]
  /// The name of each class.
  public let classNames: [String]

  /// The longest side that a picture may have.
  public static let largestSide = 4096

  /// Creates a set of pictures.
  ///
  /// Throws a `DatasetError` that names the set when a side is not in `1 ... largestSide`, when
  /// the number of pixels is not that of the labels times height times width, or when a label
  /// names no class.
  public init(
    name: String, height: Int, width: Int, pixels: [UInt8], labels: [UInt8], classNames: [String]
  ) throws(DatasetError) {
    let sides = 1...Self.largestSide
    guard sides.contains(height), sides.contains(width) else {
      throw DatasetError(
        path: name,
        problem:
          "has images of \(height)x\(width) pixels; each side must be 1...\(sides.upperBound)")
    }
    let (expected, overflow) = labels.count.multipliedReportingOverflow(by: height * width)
    guard !overflow, pixels.count == expected else {
      throw DatasetError(
        path: name,
        problem: "has \(counted(pixels.count, "pixel")); \(counted(labels.count, "label")) "
          + "of \(height)x\(width) images need \(overflow ? "too many" : String(expected))")
    }
    if let index = labels.firstIndex(where: { $0 >= classNames.count }) {
      throw DatasetError(
        path: name,
        problem: "has the label \(labels[index]) for image \(index); "
          + "there are \(counted(classNames.count, "class name"))")
    }
    self.init(
      unchecked: name, height: height, width: width, pixels: pixels, labels: labels,
      classNames: classNames)
  }

  /// For parts of a set that has been checked as a whole.
  init(
    unchecked name: String, height: Int, width: Int, pixels: [UInt8], labels: [UInt8],
    classNames: [String]
  ) {
    self.name = name
    self.height = height
    self.width = width
    self.pixels = pixels
    self.labels = labels
    self.classNames = classNames
  }

  /// How many pictures there are.
  public var count: Int { labels.count }

  /// The pixels of one picture, row by row; nil when there is no such picture.
  public func image(at index: Int) -> ArraySlice<UInt8>? {
    guard labels.indices.contains(index) else { return nil }
    let size = height * width
    return pixels[index * size..<(index + 1) * size]
  }
}
