/// What an IDX file holds: its type and number of dimensions are told by its first four bytes.
///
/// The format is described with the original data set (LeCun, Cortes, Burges: "The MNIST
/// database"): two zero bytes, a type code (8: unsigned byte), the number of dimensions, then each
/// dimension and, last, the elements; numbers are big-endian, 32 bits.
enum IDXKind {
  case images
  case labels

  var magic: UInt32 { self == .images ? 0x0000_0803 : 0x0000_0801 }
  var headerSize: Int { self == .images ? 16 : 8 }
  var noun: String { self == .images ? "image" : "label" }
  var article: String { self == .images ? "an" : "a" }
  var other: IDXKind { self == .images ? .labels : .images }
}

/// The header of an IDX file of images or labels, and the size of the file that it announces.
struct IDXHeader: Equatable {
  let count: Int
  let height: Int
  let width: Int
  /// The bytes of the whole file, header included.
  let fileSize: Int

  /// Reads the header at the start of a file of the expected kind.
  ///
  /// `start` need hold no more than the header; where it holds less, the file is truncated.
  init(_ start: [UInt8], expecting kind: IDXKind, path: String) throws(DatasetError) {
    try Self.checkStart(start, expecting: kind, path: path)
    guard start.count >= kind.headerSize else {
      throw .truncatedHeader(path, kind, has: start.count)
    }
    count = Int(Self.word(start, at: 4))
    height = kind == .images ? Int(Self.word(start, at: 8)) : 1
    width = kind == .images ? Int(Self.word(start, at: 12)) : 1
    let sides = 1...LabeledImages.largestSide
    guard sides.contains(height), sides.contains(width) else {
      throw DatasetError(
        path: path,
        problem:
          "has images of \(height)x\(width) pixels; each side must be 1...\(sides.upperBound)")
    }
    // The count has 32 bits and each side 13 at most: the product fits in 58.
    fileSize = kind.headerSize + count * height * width
    guard fileSize <= IDXFile.largestFile else {
      throw DatasetError(
        path: path,
        problem: "announces \(fileSize) bytes (\(counted(count, kind.noun))); "
          + "at most \(IDXFile.largestFile) are accepted")
    }
  }

  private static func checkStart(
    _ start: [UInt8], expecting kind: IDXKind, path: String
  ) throws(DatasetError) {
    guard let first = start.first else {
      throw DatasetError(path: path, problem: "is empty; an IDX file of \(kind.noun)s was expected")
    }
    if first == UInt8(ascii: "<") {
      throw DatasetError(
        path: path,
        problem: "looks like a web page, not an IDX file; the download was probably refused")
    }
    guard start.count >= 4 else { throw .truncatedHeader(path, kind, has: start.count) }
    let found = word(start, at: 0)
    if found == kind.other.magic {
      throw DatasetError(
        path: path,
        problem:
          "is \(kind.other.article) \(kind.other.noun) file (it starts with \(hexadecimal(found))); "
          + "this place needs the \(kind.noun) file (\(hexadecimal(kind.magic)))")
    }
    guard found == kind.magic else {
      throw DatasetError(
        path: path,
        problem: "starts with \(hexadecimal(found)); "
          + "an IDX file of \(kind.noun)s starts with \(hexadecimal(kind.magic))")
    }
  }

  /// The big-endian number in four bytes that the caller knows to be there.
  private static func word(_ bytes: [UInt8], at offset: Int) -> UInt32 {
    bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  private static func hexadecimal(_ word: UInt32) -> String {
    let digits = String(word, radix: 16)
    return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
  }
}

extension DatasetError {
  static func truncatedHeader(_ path: String, _ kind: IDXKind, has count: Int) -> DatasetError {
    DatasetError(
      path: path,
      problem: "is truncated: it has \(count) of the \(kind.headerSize) bytes of the header of "
        + "an IDX file of \(kind.noun)s")
  }
}
