/// The content of a weights file: tensors in file order, and free text about them.
///
/// It is kept on disk as safetensors, a format that Python's tools read as they are:
/// `encoded()` writes it and `init(decoding:limits:)` reads it. `Docs/Weights.md` describes names,
/// layouts and checksums.
///
/// ```swift
/// let archive = WeightArchive(
///   entries: [WeightEntry(name: "f6.bias", shape: [84], scalars: bias)],
///   metadata: ["model": "lenet5"])
/// let bytes = try archive.encoded()
/// let bias = try WeightArchive(decoding: bytes)["f6.bias"]?.scalars
/// ```
public struct WeightArchive: Sendable, Equatable {
  /// The tensors, in the order of their data in the file.
  public var entries: [WeightEntry]
  /// Free text by key, written in the order of the keys' UTF-8 bytes.
  ///
  /// Keys that begin with `crc32c.` are the checksums': written and verified, never listed here.
  public var metadata: [String: String]

  /// Creates an archive as given; `encoded()` is what checks it.
  public init(entries: [WeightEntry], metadata: [String: String] = [:]) {
    self.entries = entries
    self.metadata = metadata
  }

  /// The first tensor of that name, or nil; names are compared as Swift compares strings.
  public subscript(name: String) -> WeightEntry? {
    entries.first { $0.name == name }
  }
}
