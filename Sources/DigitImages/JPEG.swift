import CTurboJPEG

/// JPEG pictures, through the TurboJPEG interface, which reports errors by return values.
enum JPEG {
  static func decode(_ bytes: [UInt8], path: String) throws(PictureError) -> GrayImage {
    guard let decoder = tjInitDecompress() else {
      throw PictureError(path: path, problem: "cannot be decoded: no memory for the JPEG decoder")
    }
    defer { tjDestroy(decoder) }
    var (width, height, sampling, space) = (Int32(0), Int32(0), Int32(0), Int32(0))
    let code = tjDecompressHeader3(
      decoder, bytes, UInt(bytes.count), &width, &height, &sampling, &space)
    guard code == 0 else { throw damaged(decoder, path: path) }
    let size = (width: Int(width), height: Int(height))
    try PictureFile.checkSize(width: size.width, height: size.height, path: path)
    let isCMYK = space == Int32(TJCS_CMYK.rawValue) || space == Int32(TJCS_YCCK.rawValue)
    let area = size.width * size.height
    guard let samples = readSamples(decoder, bytes, (width, height), area, isCMYK: isCMYK) else {
      throw damaged(decoder, path: path)
    }
    let segments = JPEGSegments(bytes)
    let pixels = isCMYK ? gray(cmyk: samples, isAdobe: segments.isAdobe) : samples
    guard let picture = GrayImage(width: size.width, height: size.height, pixels: pixels) else {
      throw PictureError(path: path, problem: "is a damaged JPEG picture: the sizes do not agree")
    }
    return segments.orientation.upright(picture)
  }

  /// Reads grey samples, or four of CMYK a pixel; nil when the library complains of anything.
  ///
  /// A warning counts as an error: it tells of a cut or damaged file, whose rest is filled with
  /// grey. The number of scans is limited, because a small progressive file can hold many.
  private static func readSamples(
    _ decoder: tjhandle, _ bytes: [UInt8], _ size: (width: Int32, height: Int32), _ area: Int,
    isCMYK: Bool
  ) -> [UInt8]? {
    let format = isCMYK ? Int32(TJPF_CMYK.rawValue) : Int32(TJPF_GRAY.rawValue)
    let count = isCMYK ? 4 * area : area
    var isRead = false
    let samples = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      // A pitch of 0 means packed rows: the library fills exactly `count` bytes.
      let code = tjDecompress2(
        decoder, bytes, UInt(bytes.count), buffer.baseAddress, size.width, 0, size.height, format,
        TJFLAG_LIMITSCANS)
      isRead = code == 0
      filled = isRead ? count : 0
    }
    return isRead ? samples : nil
  }

  /// Adobe's programs store CMYK inverted, and say so by an APP14 segment.
  private static func gray(cmyk samples: [UInt8], isAdobe: Bool) -> [UInt8] {
    Luminance.gray(invertedCMYK: isAdobe ? samples : samples.map { 255 - $0 })
  }

  private static func damaged(_ decoder: tjhandle, path: String) -> PictureError {
    let message = tjGetErrorStr2(decoder).map { String(cString: $0) } ?? "unknown error"
    let line = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    return PictureError(path: path, problem: "is a damaged JPEG picture: \(line)")
  }
}
