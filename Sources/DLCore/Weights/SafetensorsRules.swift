/// Rules that reader and writer share.
enum SafetensorsRules {
  /// Refuses a tensor name that is empty, too long, reserved or not printable.
  static func checkName(
    _ name: String, _ limits: SafetensorsLimits
  ) throws(SafetensorsError) {
    let label = "the tensor name \(SafetensorsError.quoted(name))"
    guard !name.isEmpty else {
      throw SafetensorsError(.invalidName, "a tensor has an empty name")
    }
    guard name != SafetensorsHeader.metadataKey else {
      throw SafetensorsError(.invalidName, "\(label) is reserved for metadata")
    }
    guard name.utf8.count <= limits.nameBytes else {
      throw SafetensorsError(
        .invalidName, "\(label) has \(name.utf8.count) bytes; at most \(limits.nameBytes) may be")
    }
    guard !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else {
      throw SafetensorsError(.invalidName, "\(label) holds a control character")
    }
  }

  /// The bytes that a tensor takes.
  static func byteCount(
    of name: String, shape: [Int], type: SafetensorsType
  ) throws(SafetensorsError) -> Int {
    if let count = WeightEntry.count(of: shape) {
      let (bytes, overflow) = count.multipliedReportingOverflow(by: type.width)
      if !overflow { return bytes }
    }
    throw SafetensorsError(
      .shapeOverflow, "tensor \(SafetensorsError.quoted(name)) has the impossible shape \(shape)")
  }
}
