import Datasets
import Testing

@Suite struct IDXFileTests {
  @Test(arguments: [false, true])
  func whatIsWrittenIsRead(compressed: Bool) throws {
    let set = try Fixtures.set(count: 11, height: 3, width: 5)
    func stored(_ file: [UInt8]) throws -> [UInt8] {
      compressed ? try IDXFile.gzipped(file) : file
    }
    let images = try IDXFile.images(stored(IDXFile.encodeImages(of: set)), path: "i")
    #expect(images.count == 11)
    #expect(images.height == 3)
    #expect(images.width == 5)
    #expect(images.pixels == set.pixels)
    #expect(try IDXFile.labels(stored(IDXFile.encodeLabels(of: set)), path: "l") == set.labels)
  }

  @Test func theHeaderIsTheFormats() throws {
    let set = try Fixtures.set(count: 258, height: 1, width: 2)
    #expect(
      IDXFile.encodeImages(of: set).prefix(16) == [0, 0, 8, 3, 0, 0, 1, 2, 0, 0, 0, 1, 0, 0, 0, 2])
    #expect(IDXFile.encodeLabels(of: set).prefix(8) == [0, 0, 8, 1, 0, 0, 1, 2])
  }

  @Test func aSetOfNothingIsAFile() throws {
    let set = try Fixtures.set(count: 0, height: 1, width: 2)
    #expect(
      try IDXFile.images(IDXFile.gzipped(IDXFile.encodeImages(of: set)), path: "i").count == 0)
    #expect(try IDXFile.labels(IDXFile.encodeLabels(of: set), path: "l").isEmpty)
  }

  struct Bad: CustomTestStringConvertible, Sendable {
    let bytes: [UInt8]
    let problem: String
    var testDescription: String { problem }

    init(_ bytes: [UInt8], _ problem: String) {
      self.bytes = bytes
      self.problem = problem
    }
  }

  static let magic: [UInt8] = [0, 0, 8, 3]
  static let two: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 5, 6]

  @Test(arguments: [
    Bad([], "is empty; an IDX file of images was expected"),
    Bad(
      Array("<!DOCTYPE html>".utf8),
      "looks like a web page, not an IDX file; the download was probably refused"),
    Bad(
      [0, 0, 8],
      "is truncated: it has 3 of the 16 bytes of the header of an IDX file of images"),
    Bad(
      magic + [0, 0, 0, 1, 0],
      "is truncated: it has 9 of the 16 bytes of the header of an IDX file of images"),
    Bad(
      [0x89, 0x50, 0x4E, 0x47, 0],
      "starts with 0x89504e47; an IDX file of images starts with 0x00000803"),
    Bad(
      [0x1F, 0x8A, 0x4E, 0x47],
      "starts with 0x1f8a4e47; an IDX file of images starts with 0x00000803"),
    Bad(
      [0, 0, 8, 1, 0, 0, 0, 0],
      "is a label file (it starts with 0x00000801); this place needs the image file (0x00000803)"),
    Bad(two.dropLast(), "is truncated: it has 17 of 18 bytes"),
    Bad(two + [7], "is too long: its header announces 18 bytes, it has 19"),
    Bad(
      magic + [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1],
      "has images of 0x1 pixels; each side must be 1...4096"),
    Bad(
      magic + [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0x10, 1],
      "has images of 1x4097 pixels; each side must be 1...4096"),
    Bad(
      magic + [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0x10, 0, 0, 0, 0x10, 0],
      "announces 72057594021150736 bytes (4294967295 images); at most 1073741824 are accepted"),
    Bad(
      [0x1F, 0x8B],
      "is truncated: it has 0 of the 16 bytes of the header of an IDX file of images"),
    Bad(
      [0x1F, 0x8B, 9, 0, 0, 0, 0, 0, 0, 0],
      "is damaged: its gzip data cannot be read "
        + "(unknown compression method)"),
  ])
  func badImageFilesAreNamed(_ bad: Bad) {
    #expect(problem { try IDXFile.images(bad.bytes, path: "a/b") } == "a/b: " + bad.problem)
  }

  @Test(arguments: [
    Bad(Array("<html>".utf8), badPage), Bad([], "is empty; an IDX file of images was expected"),
    Bad(two.dropLast(), "is truncated: its gzip data holds 17 of 18 bytes"),
    Bad(two + [7], "is too long: its header announces 18 bytes, its gzip data holds more"),
    Bad(
      two.dropLast(5),
      "is truncated: it has 13 of the 16 bytes of the header of an IDX file of images"),
  ])
  func badContentIsNamedWhenCompressed(_ bad: Bad) throws {
    let file = try IDXFile.gzipped(bad.bytes)
    #expect(problem { try IDXFile.images(file, path: "a/b") } == "a/b: " + bad.problem)
  }

  static let badPage = "looks like a web page, not an IDX file; the download was probably refused"

  @Test func badGzipFramesAreNamed() throws {
    let file = try IDXFile.gzipped(Self.two)
    func outcome(_ bytes: [UInt8]) -> String? {
      problem { try IDXFile.images(bytes, path: "f.gz") }
    }
    #expect(outcome(file) == nil)
    #expect(outcome(file + [0]) == "f.gz: has 1 byte after the end of its gzip data")
    #expect(outcome(file + file) == "f.gz: has \(file.count) bytes after the end of its gzip data")
    #expect(
      outcome(file.dropLast()) == "f.gz: is truncated: the end of its gzip data is missing")
    var flipped = file
    flipped[file.count - 8] ^= 1
    #expect(
      outcome(flipped)
        == "f.gz: is damaged: its gzip data cannot be read (incorrect data check)")
    flipped = file
    flipped[file.count - 1] ^= 1
    #expect(
      outcome(flipped)
        == "f.gz: is damaged: its gzip data cannot be read (incorrect length check)")
  }

  @Test func labelsAreDigits() {
    let file: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 3, 9, 10, 0]
    #expect(
      problem { try IDXFile.labels(file, path: "l") }
        == "l: has the label 10 at index 1; labels are 0...9")
    #expect(
      problem { try IDXFile.labels(Self.two, path: "l") }
        == "l: is an image file (it starts with 0x00000803); "
        + "this place needs the label file (0x00000801)")
    #expect(
      problem { try IDXFile.labels([0, 0, 8, 1, 0], path: "l") }
        == "l: is truncated: it has 5 of the 8 bytes of the header of an IDX file of labels")
  }

  /// A header that announces a gigabyte must not cost one: 70 kB of it are there.
  @Test func memoryFollowsTheBytesNotTheHeader() throws {
    let start: [UInt8] = Self.magic + [0, 0, 0x40, 0, 0, 0, 0, 0xFF, 0, 0, 1, 0]
    let file = try IDXFile.gzipped(start + [UInt8](repeating: 0, count: 70_000))
    #expect(
      problem { try IDXFile.images(file, path: "bomb") }
        == "bomb: is truncated: its gzip data holds 70016 of 1069547536 bytes")
  }

  /// Ten megabytes behind a header of two pixels: decompression stops at the third.
  @Test func decompressionStopsOneByteAfterTheAnnouncedEnd() throws {
    let file = try IDXFile.gzipped(Self.two + [UInt8](repeating: 0, count: 10_000_000))
    guard var inflater = Gzip.Inflater(file) else {
      Issue.record("no memory for zlib")
      return
    }
    var content: [UInt8] = []
    let ending = inflater.fill(&content, upTo: 19)
    #expect(ending == .filled)
    #expect(content == Self.two + [0])
    let unread = inflater.unread
    #expect(unread > 0)
    #expect(problem { try IDXFile.images(file, path: "bomb") } != nil)
  }
}
