import Datasets
import Testing

/// Every way to cut or flip a small file ends in an error or in the right value.
@Suite struct IDXFileDamageTests {
  @Test(arguments: [false, true])
  func everyTruncationIsAnError(compressed: Bool) throws {
    let set = try Fixtures.set(count: 3, height: 4, width: 5)
    for (file, read) in try files(of: set, compressed: compressed) {
      #expect(problem { try read(file) } == nil)
      for length in 0..<file.count {
        #expect(problem { try read(Array(file.prefix(length))) } != nil, "\(length) bytes")
      }
    }
  }

  @Test(arguments: [false, true])
  func everyFlipIsAnErrorOrTheSameSize(compressed: Bool) throws {
    let set = try Fixtures.set(count: 3, height: 4, width: 5)
    for (file, read) in try files(of: set, compressed: compressed) {
      let value = try read(file)
      for index in file.indices {
        for mask in [UInt8(1), 0x80, 0xFF] {
          var flipped = file
          flipped[index] ^= mask
          guard let found = try? read(flipped) else { continue }
          // Nothing guards the values of a plain file; gzip's checksum guards a compressed one.
          #expect(compressed ? found == value : found.count == value.count, "byte \(index)")
        }
      }
    }
  }

  /// Each file of a set with the function that reads its values.
  private func files(
    of set: LabeledImages, compressed: Bool
  ) throws -> [([UInt8], ([UInt8]) throws -> [UInt8])] {
    let images = IDXFile.encodeImages(of: set)
    let labels = IDXFile.encodeLabels(of: set)
    return [
      (
        compressed ? try IDXFile.gzipped(images) : images,
        { bytes in try IDXFile.images(bytes, path: "i").pixels }
      ),
      (
        compressed ? try IDXFile.gzipped(labels) : labels,
        { bytes in try IDXFile.labels(bytes, path: "l") }
      ),
    ]
  }
}
