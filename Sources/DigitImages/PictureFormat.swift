/// What a file is, judged by its first bytes; its name is not asked.
enum PictureFormat: Hashable {
  case png
  case jpeg
  /// A picture of a known kind that is not read, with the name of the kind and its article.
  case unsupported(String)
  case unknown

  init(_ bytes: [UInt8]) {
    func has(_ signature: [UInt8], at offset: Int = 0) -> Bool {
      bytes.dropFirst(offset).starts(with: signature)
    }
    func has(_ text: String, at offset: Int = 0) -> Bool { has(Array(text.utf8), at: offset) }

    if has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if has([0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if has("GIF87a") || has("GIF89a") {
      self = .unsupported("a GIF picture")
    } else if has("BM") && has([0, 0, 0, 0], at: 6) {  // The four reserved bytes are zero.
      self = .unsupported("a BMP picture")
    } else if has("RIFF") && has("WEBP", at: 8) {
      self = .unsupported("a WebP picture")
    } else if has("II*\0") || has("MM\0*") {
      self = .unsupported("a TIFF picture")
    } else if has("ftyp", at: 4) && (has("avif", at: 8) || has("avis", at: 8)) {
      self = .unsupported("an AVIF picture")
    } else if has("ftyp", at: 4) && Self.heifBrands.contains(where: { has($0, at: 8) }) {
      self = .unsupported("a HEIC picture")
    } else if has("%PDF-") {
      self = .unsupported("a PDF document")
    } else {
      self = .unknown
    }
  }

  /// The major brands of HEIF files that hold HEVC pictures (ISO/IEC 23008-12, annex B).
  private static let heifBrands = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"]

  /// The first bytes for an error message: quoted where they are printable ASCII, else in hex.
  static func opening(of bytes: [UInt8]) -> String {
    let start = bytes.prefix(12)
    if start.allSatisfy({ (0x20...0x7E).contains($0) }) {
      return "\"\(String(decoding: start, as: UTF8.self))\""
    }
    return start.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }
}
