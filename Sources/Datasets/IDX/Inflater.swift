import CZlib

extension Gzip {
  /// Decompresses one gzip stream in bounded steps.
  package struct Inflater: ~Copyable {
    private let input: [UInt8]
    private var consumed = 0
    /// On the heap because zlib keeps its address.
    private let stream: UnsafeMutablePointer<z_stream>

    /// How many bytes one step yields at most.
    private static let stepSize = 1 << 16

    /// Starts at the first of the compressed bytes; nil when there is no memory for zlib's state.
    package init?(_ input: [UInt8]) {
      let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
      stream.initialize(to: z_stream())
      let size = Int32(MemoryLayout<z_stream>.size)
      guard inflateInit2_(stream, Gzip.windowBits, ZLIB_VERSION, size) == Z_OK else {
        stream.deallocate()
        return nil
      }
      self.input = input
      self.stream = stream
    }

    deinit {
      inflateEnd(stream)
      stream.deallocate()
    }

    /// How many of the compressed bytes have not been used.
    package var unread: Int { input.count - consumed }

    /// Appends decompressed bytes until there are `total`, or until something ends it earlier.
    package mutating func fill(_ output: inout [UInt8], upTo total: Int) -> Ending {
      while output.count < total {
        switch step(&output, room: min(total - output.count, Self.stepSize)) {
        case Z_OK: continue
        case Z_STREAM_END: return .finished
        // There was room, so it was input that was missing.
        case Z_BUF_ERROR: return .inputEnded
        default: return .damaged(stream.pointee.msg.map { String(cString: $0) } ?? "zlib failed")
        }
      }
      return .filled
    }

    private mutating func step(_ output: inout [UInt8], room: Int) -> Int32 {
      var status = Z_OK
      let (stream, start) = (stream, consumed)
      let used = input.withUnsafeBufferPointer { source in
        let available = min(source.count - start, 1 << 30)
        output += [UInt8](unsafeUninitializedCapacity: room) { target, filled in
          // zlib reads at most avail_in bytes at next_in (start + available <= source.count), does
          // not change them, and writes at most avail_out = room bytes at next_out.
          stream.pointee.next_in = UnsafeMutablePointer(
            mutating: source.baseAddress.map { $0 + start })
          stream.pointee.avail_in = uInt(available)
          stream.pointee.next_out = target.baseAddress
          stream.pointee.avail_out = uInt(room)
          status = inflate(stream, Z_NO_FLUSH)
          filled = room - Int(stream.pointee.avail_out)
        }
        return available - Int(stream.pointee.avail_in)
      }
      consumed += used
      return status
    }
  }
}
