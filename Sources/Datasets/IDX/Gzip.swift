import CZlib

/// gzip (RFC 1952), by zlib.
package enum Gzip {
  /// The window of 2¹⁵ bytes that DEFLATE needs; 16 more asks zlib for gzip's frame and checksum.
  static let windowBits = MAX_WBITS + 16

  /// The most bytes that one compressed byte can stand for, as zlib's technical notes give it.
  static let largestRatio = 1032

  /// Whether bytes begin with gzip's magic number.
  package static func isCompressed(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  /// Why decompression stopped.
  package enum Ending: Equatable {
    /// There are as many bytes as were asked for; more may follow.
    case filled
    /// The data ended where it should, and its checksum and length were right.
    case finished
    /// The compressed bytes ran out first.
    case inputEnded
    /// zlib found an error.
    case damaged(String)
  }

  /// Compresses bytes, the same way every time: no name and no time goes into the frame.
  static func compress(_ bytes: [UInt8]) throws(DatasetError) -> [UInt8] {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    guard
      bytes.count <= IDXFile.largestFile,
      deflateInit2_(
        &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        size) == Z_OK
    else {
      throw DatasetError(path: "gzip", problem: "cannot compress \(counted(bytes.count, "byte"))")
    }
    defer { deflateEnd(&stream) }
    let bound = Int(deflateBound(&stream, uLong(bytes.count)))
    return bytes.withUnsafeBufferPointer { source in
      [UInt8](unsafeUninitializedCapacity: bound) { target, filled in
        // zlib reads avail_in bytes at next_in, which it does not change, and writes at most
        // avail_out bytes at next_out; both lengths fit in 32 bits because the input is at most
        // 2³⁰ bytes. `bound` bytes always suffice, so one call finishes.
        stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
        stream.avail_in = uInt(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = uInt(bound)
        _ = deflate(&stream, Z_FINISH)
        filled = bound - Int(stream.avail_out)
      }
    }
  }
}
