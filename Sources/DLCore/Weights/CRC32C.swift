/// CRC-32C (Castagnoli), the checksum of the tensors' bytes.
///
/// The polynomial is 0x1EDC6F41, used bit-reversed; the register starts as all ones and is
/// inverted at the end (RFC 3720, section 12.1 and test vectors in appendix B.4). Any single
/// damaged run of up to 32 bits is always found. Computed a byte at a time from a table of 256
/// remainders (Sarwate, "Computation of cyclic redundancy checks via table look-up", 1988).
package struct CRC32C: Sendable {
  private var register: UInt32 = .max

  /// Creates the checksum of no bytes.
  package init() {}

  /// The checksum of the bytes so far.
  package var value: UInt32 { ~register }

  /// Takes in more bytes.
  package mutating func update(_ bytes: some Sequence<UInt8>) {
    var register = self.register
    for byte in bytes {
      let index = Int(UInt8(truncatingIfNeeded: register) ^ byte)
      register = register >> 8 ^ Self.table[index]
    }
    self.register = register
  }

  /// The checksum of some bytes.
  package static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var checksum = CRC32C()
    checksum.update(bytes)
    return checksum.value
  }

  /// The remainder of each byte followed by 32 zero bits.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { remainder, _ in
      remainder & 1 == 0 ? remainder >> 1 : remainder >> 1 ^ 0x82F6_3B78
    }
  }
}
