import DLCore

/// The bytes of a file with a given header, followed by zeros as data.
func safetensors(
  _ header: String, data: Int = 0, length: UInt64? = nil
) -> [UInt8] {
  safetensors(Array(header.utf8), data: data, length: length)
}

/// The bytes of a file with a given header and, unless it is true, declared length.
func safetensors(_ header: [UInt8], data: Int = 0, length: UInt64? = nil) -> [UInt8] {
  let declared = length ?? UInt64(header.count)
  let prefix = (0..<8).map { UInt8(truncatingIfNeeded: declared >> ($0 * 8)) }
  return prefix + header + [UInt8](repeating: 0, count: data)
}

/// One tensor's description in JSON.
func tensor(
  _ name: String, _ type: String = "F32", _ shape: String = "[1]", _ offsets: String = "[0,4]"
) -> String {
  #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}"#
}

/// The kind of error that decoding throws; nil when it succeeds.
func decodingError(
  _ bytes: [UInt8], limits: SafetensorsLimits = .standard
) -> SafetensorsError? {
  do throws(SafetensorsError) {
    _ = try WeightArchive(decoding: bytes, limits: limits)
    return nil
  } catch {
    return error
  }
}

/// The kind of error that encoding throws; nil when it succeeds.
func encodingError(
  _ archive: WeightArchive, limits: SafetensorsLimits = .standard
) -> SafetensorsError.Kind? {
  do throws(SafetensorsError) {
    _ = try archive.encoded(limits: limits)
    return nil
  } catch {
    return error.kind
  }
}

extension WeightArchive {
  /// Whether two archives are the same to the last bit, NaN's bits and zero's sign included.
  func isIdentical(to other: WeightArchive) -> Bool {
    metadata == other.metadata && entries.count == other.entries.count
      && zip(entries, other.entries).allSatisfy { a, b in
        a.name.utf8.elementsEqual(b.name.utf8) && a.shape == b.shape
          && a.scalars.map(\.bitPattern) == b.scalars.map(\.bitPattern)
      }
  }
}
