import CConformanceData
import DLCore

/// A file of golden vectors: where it comes from, its cases, and the cases that it leaves out.
package struct GoldenFile: Sendable {
  /// Who made the vectors.
  package enum Source: String, Sendable, CaseIterable {
    /// The node tests of ONNX's backend suite.
    case onnx
    /// PyTorch's operations and gradients.
    case torch
  }

  /// The longest file that is read, in bytes.
  package static let largest = 8 << 20

  package let source: Source
  private let tensors: [String: GoldenArray]
  private let texts: [String: String]

  /// Reads the file that is part of this library.
  package init(embedded source: Source) throws(GoldenError) {
    try self.init(source, bytes: Self.embeddedBytes(source))
  }

  /// Reads a file of golden vectors.
  package init(_ source: Source, bytes: [UInt8]) throws(GoldenError) {
    guard bytes.count <= Self.largest else {
      throw GoldenError(
        source.rawValue, "has \(bytes.count) bytes; at most \(Self.largest) are read")
    }
    let archive: WeightArchive
    do throws(SafetensorsError) {
      archive = try WeightArchive(
        decoding: bytes,
        limits: SafetensorsLimits(headerBytes: Self.largest, tensors: 20_000, metadataPairs: 20_000)
      )
    } catch {
      throw GoldenError(source.rawValue, error.description)
    }
    self.source = source
    texts = archive.metadata
    tensors = Dictionary(
      archive.entries.map {
        ($0.name, GoldenArray(shape: Shape($0.shape), scalars: $0.scalars))
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The tensor of a name.
  package func tensor(_ name: String) throws(TensorError) -> GoldenArray {
    guard let tensor = tensors[name] else {
      throw GoldenAttributes.error("the file has no tensor '\(name)'")
    }
    return tensor
  }

  /// The tensor of a name, if there is one.
  func tensorIfPresent(_ name: String) -> GoldenArray? { tensors[name] }

  /// The bytes of an embedded file.
  package static func embeddedBytes(_ source: Source) -> [UInt8] {
    // Both functions tell of the same static array: the pointer is good for `count` bytes, always.
    let (start, count) =
      switch source {
      case .onnx: (golden_onnx_bytes(), golden_onnx_count())
      case .torch: (golden_torch_bytes(), golden_torch_count())
      }
    return Array(UnsafeBufferPointer(start: start, count: count))
  }
}

extension GoldenFile {
  /// What metadata keys begin with that name a case left out; their text is the reason.
  private static let unmappedPrefix = "unmapped."
  /// The metadata key of the file's origin.
  private static let aboutKey = "about"

  /// Where the vectors come from, in one line.
  var about: String { texts[Self.aboutKey] ?? "" }

  /// The names of the cases, in order.
  package var caseNames: [String] {
    texts.keys.filter { $0 != Self.aboutKey && !$0.hasPrefix(Self.unmappedPrefix) }.sorted()
  }

  /// The text that describes a case.
  package func text(of name: String) -> String { texts[name] ?? "" }

  /// The cases that are left out, in order, with the reason.
  package var unmapped: [(name: String, reason: String)] {
    texts.filter { $0.key.hasPrefix(Self.unmappedPrefix) }.map {
      (String($0.key.dropFirst(Self.unmappedPrefix.count)), $0.value)
    }.sorted { $0.name < $1.name }
  }
}
