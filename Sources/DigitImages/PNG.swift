import CPNG

/// PNG pictures, through libpng's simplified interface.
///
/// That interface undoes interlacing, palettes and 16-bit samples, and reports errors by return
/// values instead of long jumps.
public enum PNG {
  /// Encodes a grey picture as an 8-bit grey PNG file.
  ///
  /// Throws libpng's own message, for instance when memory runs out.
  public static func encode(_ picture: GrayImage) throws(PictureError) -> [UInt8] {
    guard let width = UInt32(exactly: picture.width), let height = UInt32(exactly: picture.height)
    else {
      let size = "\(picture.width) x \(picture.height)"
      throw PictureError(path: "PNG", problem: "cannot hold \(size) pixels")
    }
    var image = header()
    image.width = width
    image.height = height
    image.format = 0  // PNG_FORMAT_GRAY
    defer { png_image_free(&image) }
    var size = 0
    // Without a buffer, libpng only counts the bytes that it would write.
    guard png_image_write_to_memory(&image, nil, &size, 0, picture.pixels, 0, nil) != 0 else {
      throw PictureError(path: "PNG", problem: "cannot be encoded: \(message(of: image))")
    }
    var isWritten = false
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      // `size` says how large the buffer is, and afterwards how much of it was filled.
      let code = png_image_write_to_memory(
        &image, buffer.baseAddress, &size, 0, picture.pixels, 0, nil)
      isWritten = code != 0 && size <= buffer.count
      filled = isWritten ? size : 0
    }
    guard isWritten else {
      throw PictureError(path: "PNG", problem: "cannot be encoded: \(message(of: image))")
    }
    return bytes
  }

  static func decode(_ bytes: [UInt8], path: String) throws(PictureError) -> GrayImage {
    var image = header()
    defer { png_image_free(&image) }
    // libpng keeps a pointer to the bytes from the first call to the last: both are in here.
    let pixels = try bytes.withUnsafeBufferPointer { file throws(PictureError) -> [UInt8] in
      guard png_image_begin_read_from_memory(&image, file.baseAddress, file.count) != 0 else {
        throw damaged(message(of: image), path: path)
      }
      try check(image, fileSize: file.count, path: path)
      // Reduced to 8 bits by libpng, interlaced 16-bit pictures come out wrong (CVE-2025-65018).
      if has(PNG_FORMAT_FLAG_LINEAR, image) {
        let samples: [UInt16] = try readSamples(&image, path: path)
        return Luminance.gray(linear: samples, channels: channels(of: image))
      }
      let samples: [UInt8] = try readSamples(&image, path: path)
      return Luminance.gray(samples: samples, channels: channels(of: image))
    }
    let (width, height) = (Int(image.width), Int(image.height))
    guard let picture = GrayImage(width: width, height: height, pixels: pixels) else {
      throw damaged("the sizes do not agree", path: path)
    }
    return picture
  }

  private static func header() -> png_image {
    var image = png_image()
    image.version = UInt32(PNG_IMAGE_VERSION)
    return image
  }

  private static func check(
    _ image: png_image, fileSize: Int, path: String
  ) throws(PictureError) {
    let (width, height) = (Int(image.width), Int(image.height))
    try PictureFile.checkSize(width: width, height: height, path: path)
    // A pixel takes a bit or more, and DEFLATE cannot pack more than 1032 bytes into one.
    guard width * height / 8 <= 1032 * fileSize else {
      throw damaged("\(fileSize) bytes cannot hold \(width) x \(height) pixels", path: path)
    }
  }

  /// Reads samples as the file has them: grey or RGB, with or without alpha, 8 bits in sRGB or 16
  /// bits in linear light.
  private static func readSamples<Sample: FixedWidthInteger>(
    _ image: inout png_image, path: String
  ) throws(PictureError) -> [Sample] {
    image.format &= UInt32(
      PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA | PNG_FORMAT_FLAG_LINEAR)
    // Other programs take 16-bit samples without a stated gamma for sRGB, like 8-bit ones.
    image.flags |= UInt32(PNG_IMAGE_FLAG_16BIT_sRGB)
    let count = Int(image.width) * Int(image.height) * channels(of: image)
    var isRead = false
    let samples = [Sample](unsafeUninitializedCapacity: count) { buffer, filled in
      // A row stride of 0 means packed rows: libpng fills exactly width * height * channels
      // samples, of two bytes with the linear flag, which the caller asks `Sample` by.
      isRead = png_image_finish_read(&image, nil, buffer.baseAddress, 0, nil) != 0
      filled = isRead ? count : 0
    }
    guard isRead else { throw damaged(message(of: image), path: path) }
    return samples
  }

  private static func damaged(_ reason: String, path: String) -> PictureError {
    PictureError(path: path, problem: "is a damaged PNG picture: \(reason)")
  }

  private static func channels(of image: png_image) -> Int {
    (has(PNG_FORMAT_FLAG_COLOR, image) ? 3 : 1) + (has(PNG_FORMAT_FLAG_ALPHA, image) ? 1 : 0)
  }

  private static func has(_ flag: UInt32, _ image: png_image) -> Bool { image.format & flag != 0 }

  /// The text that libpng left in its 64-byte message, which always ends with a zero.
  private static func message(of image: png_image) -> String {
    withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
