/// What a weights file may declare, at most, before it is refused.
///
/// The limits bound the work and memory that a hostile file can cause. The writer keeps to them
/// too, so that whatever is written can be read back under the same limits.
public struct SafetensorsLimits: Sendable, Hashable {
  /// The longest header, in bytes; never more than `largestHeader`.
  public var headerBytes: Int
  /// The most tensors.
  public var tensors: Int
  /// The most pairs of metadata, checksums included.
  public var metadataPairs: Int
  /// The most axes of a tensor.
  public var rank: Int
  /// The longest tensor name, in UTF-8 bytes.
  public var nameBytes: Int

  /// The longest header that the format's reference implementation reads, in bytes.
  public static let largestHeader = 100_000_000

  /// Generous limits for networks of any kind: a 16 MiB header, 10,000 tensors, 8 axes.
  public static let standard = SafetensorsLimits()

  /// Creates limits, each with its standard value unless given.
  public init(
    headerBytes: Int = 1 << 24, tensors: Int = 10_000, metadataPairs: Int = 30_000,
    rank: Int = 8, nameBytes: Int = 1024
  ) {
    self.headerBytes = min(headerBytes, Self.largestHeader)
    self.tensors = tensors
    self.metadataPairs = metadataPairs
    self.rank = rank
    self.nameBytes = nameBytes
  }
}
