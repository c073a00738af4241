import CTurboJPEG
import DigitImages

/// Writes colour pictures as JPEG, through the TurboJPEG interface.
enum JPEGWriter {
  /// Encodes `width * height` pixels of three bytes each, red first; quality from 1 to 100.
  static func encode(
    _ samples: [UInt8], width: Int, height: Int, quality: Int
  ) throws(PictureError) -> [UInt8] {
    let failure = PictureError(path: "the drawing", problem: "cannot be encoded as JPEG")
    guard samples.count == 3 * width * height, let encoder = tjInitCompress() else { throw failure }
    defer { tjDestroy(encoder) }
    var bytes: UnsafeMutablePointer<UInt8>?
    var count: UInt = 0
    // The library allocates `count` bytes; a pitch of 0 means packed rows, which `samples` holds.
    let code = tjCompress2(
      encoder, samples, Int32(width), 0, Int32(height), Int32(TJPF_RGB.rawValue), &bytes, &count,
      Int32(TJSAMP_420.rawValue), Int32(quality), 0)
    defer { tjFree(bytes) }
    guard code == 0, let bytes else { throw failure }
    return Array(UnsafeBufferPointer(start: bytes, count: Int(count)))
  }
}
