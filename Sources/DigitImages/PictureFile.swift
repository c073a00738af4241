import FileAccess

/// PNG and JPEG files, read as grey pictures.
///
/// Colour becomes luminance, transparent pixels are laid on white paper, and a photo is turned as
/// its EXIF orientation asks.
public enum PictureFile {
  /// The most bytes a file may have: 100 megabytes.
  public static let byteLimit = 100_000_000
  /// The most pixels a picture may have: 64 megapixels of 2²⁰.
  public static let pixelLimit = 1 << 26

  /// Reads a picture file.
  ///
  /// Throws a one-line error when the file cannot be read or is not a sound PNG or JPEG picture
  /// within the limits.
  public static func read(_ path: String) throws(PictureError) -> GrayImage {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try Files.read(path, limit: byteLimit)
    } catch {
      throw PictureError(error)
    }
    return try decode(bytes, path: path)
  }

  /// Decodes the content of a picture file; `path` only names it in errors.
  ///
  /// Throws a one-line error when the bytes are not a sound PNG or JPEG picture within the limits.
  public static func decode(_ bytes: [UInt8], path: String) throws(PictureError) -> GrayImage {
    guard !bytes.isEmpty else { throw PictureError(path: path, problem: "is empty") }
    guard bytes.count <= byteLimit else {
      let problem = "has \(bytes.count) bytes; at most \(byteLimit) are accepted"
      throw PictureError(path: path, problem: problem)
    }
    switch PictureFormat(bytes) {
    case .png:
      return try PNG.decode(bytes, path: path)
    case .jpeg:
      return try JPEG.decode(bytes, path: path)
    case .unsupported(let kind):
      let problem = "is \(kind); PNG and JPEG are read: convert it first"
      throw PictureError(path: path, problem: problem)
    case .unknown:
      let opening = PictureFormat.opening(of: bytes)
      let problem = "is not a PNG or JPEG picture (starts with \(opening))"
      throw PictureError(path: path, problem: problem)
    }
  }

  /// Refuses a size that is out of bounds, before anything of that size is allocated.
  static func checkSize(width: Int, height: Int, path: String) throws(PictureError) {
    let (area, overflow) = width.multipliedReportingOverflow(by: height)
    guard width > 0, height > 0 else {
      throw PictureError(path: path, problem: "has no pixels (\(width) x \(height))")
    }
    guard !overflow, area <= pixelLimit else {
      let problem =
        "has \(width) x \(height) pixels; at most \(pixelLimit) (64 megapixels) are read"
      throw PictureError(path: path, problem: problem + ": make it smaller first")
    }
  }
}
