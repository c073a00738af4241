import DLCore
import Testing

@Suite struct WeightDamageTests {
  private let archive = WeightArchive(
    entries: [
      WeightEntry(name: "c1.weight", shape: [2, 1, 2, 2], scalars: (0..<8).map { Float($0) / 3 }),
      WeightEntry(name: "c1.bias", shape: [2], scalars: [-0.0, .infinity]),
      WeightEntry(name: "scale", shape: [], scalars: [.nan]),
    ], metadata: ["model": "lenet5", "mean": "0.1307"])

  @Test func everyTruncationIsRefused() throws {
    let bytes = try archive.encoded()
    for length in 0..<bytes.count {
      #expect(decodingError(Array(bytes.prefix(length))) != nil, "cut to \(length) bytes")
    }
  }

  @Test func everyAddedByteIsRefused() throws {
    let bytes = try archive.encoded()
    for added in UInt8.min...UInt8.max {
      #expect(decodingError(bytes + [added])?.kind == .trailingData)
    }
  }

  /// With checksums, no change of a byte goes unseen, anywhere in the file.
  @Test func everyChangedByteIsRefused() throws {
    var bytes = try archive.encoded()
    for index in bytes.indices {
      let right = bytes[index]
      for wrong in UInt8.min...UInt8.max where wrong != right {
        bytes[index] = wrong
        #expect(decodingError(bytes) != nil, "byte \(index) from \(right) to \(wrong)")
      }
      bytes[index] = right
    }
    #expect(decodingError(bytes) == nil)
  }

  @Test func everyFlippedBitOfTheDataIsRefusedByItsChecksum() throws {
    var bytes = try archive.encoded()
    for index in bytes.indices.suffix(11 * 4) {
      for bit in 0..<8 {
        bytes[index] ^= 1 << bit
        #expect(decodingError(bytes)?.kind == .checksumMismatch)
        bytes[index] ^= 1 << bit
      }
    }
  }

  /// Files without checksums, as Python writes them: damage may go unseen but never traps.
  @Test(arguments: 0..<4)
  func damagedFilesWithoutChecksumsNeverTrap(_ seed: UInt64) {
    var random = RandomSource(seed: seed, stream: "damage")
    let header =
      "{\(tensor("a", "F16", "[2,1]")),\(tensor("b", "F64", "[1]", "[4,12]"))"
      + #","__metadata__":{"format":"pt \u0041"}}"#
    let whole = safetensors(header, data: 12)
    #expect(decodingError(whole) == nil)
    for _ in 0..<3000 {
      var bytes = whole
      for _ in 0...random.integer(below: 4) {
        let index = random.integer(below: bytes.count)
        switch random.integer(below: 4) {
        case 0: bytes.remove(at: index)
        case 1: bytes.insert(bytes[random.integer(below: bytes.count)], at: index)
        case 2: bytes[index] = UInt8(truncatingIfNeeded: random.next())
        default: bytes[index] = bytes[random.integer(below: bytes.count)]
        }
      }
      guard let archive = try? WeightArchive(decoding: bytes) else { continue }
      let back = try? WeightArchive(decoding: archive.encoded())
      #expect(back?.isIdentical(to: archive) == true)
    }
  }
}
