/// The element types of the format that hold weights; all are read, and F32 is written.
package enum SafetensorsType: String, Sendable, CaseIterable {
  case float32 = "F32"
  case float64 = "F64"
  case float16 = "F16"
  case bfloat16 = "BF16"

  /// Types that the format has and weights do not.
  package static let others: Set<String> = [
    "BOOL", "I8", "U8", "I16", "U16", "I32", "U32", "I64", "U64", "C64", "F8_E4M3", "F8_E5M2",
    "F8_E8M0", "F4", "F6_E2M3", "F6_E3M2",
  ]

  /// The bytes of one element.
  var width: Int {
    switch self {
    case .float64: 8
    case .float32: 4
    case .float16, .bfloat16: 2
    }
  }

  /// Little-endian elements as `Float`: F32, F16 and BF16 exactly, NaN's bits included; F64 to the
  /// nearest `Float`, which is infinite for magnitudes beyond its range.
  func scalars(in bytes: ArraySlice<UInt8>) -> [Float] {
    switch self {
    case .float32: bytes.elements { Float(bitPattern: $0) }
    case .float64: bytes.elements { (bits: UInt64) in Float(Double(bitPattern: bits)) }
    case .float16: bytes.elements { Float(float16: $0) }
    case .bfloat16: bytes.elements { Float(bfloat16: $0) }
    }
  }
}

extension ArraySlice<UInt8> {
  /// The whole little-endian integers that the bytes hold, each converted.
  fileprivate func elements<Bits: FixedWidthInteger>(_ convert: (Bits) -> Float) -> [Float] {
    let width = Bits.bitWidth / 8
    let whole = startIndex + count / width * width
    return stride(from: startIndex, to: whole, by: width).map { start in
      convert(littleEndian(at: start))
    }
  }

  /// The little-endian integer that starts at an index, which the caller has checked; bytes past
  /// the end count as zero.
  func littleEndian<Bits: FixedWidthInteger>(at start: Int) -> Bits {
    var bits: Bits = 0
    var shift = 0
    for byte in self[start...].prefix(Bits.bitWidth / 8) {
      bits |= Bits(truncatingIfNeeded: byte) << shift
      shift += 8
    }
    return bits
  }
}
