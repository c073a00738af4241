extension IDXFile {
  /// The whole decompressed file, header included: exactly as long as its header announces.
  static func content(
    of bytes: [UInt8], expecting kind: IDXKind, path: String
  ) throws(DatasetError) -> [UInt8] {
    if Gzip.isCompressed(bytes) { return try inflate(bytes, expecting: kind, path: path) }
    let header = try IDXHeader(bytes, expecting: kind, path: path)
    guard bytes.count >= header.fileSize else {
      throw DatasetError(
        path: path, problem: "is truncated: it has \(bytes.count) of \(header.fileSize) bytes")
    }
    guard bytes.count == header.fileSize else {
      throw DatasetError(
        path: path,
        problem: "is too long: its header announces \(header.fileSize) bytes, "
          + "it has \(bytes.count)")
    }
    return bytes
  }

  /// Decompresses the header, then no more than one byte beyond what the header announces.
  private static func inflate(
    _ bytes: [UInt8], expecting kind: IDXKind, path: String
  ) throws(DatasetError) -> [UInt8] {
    guard var inflater = Gzip.Inflater(bytes) else {
      throw DatasetError(path: path, problem: "cannot be decompressed: zlib has no memory left")
    }
    var content: [UInt8] = []
    var ending = inflater.fill(&content, upTo: kind.headerSize)
    if case .damaged(let reason) = ending { throw .damaged(path, reason) }
    if ending == .inputEnded && content.isEmpty {
      throw .truncatedHeader(path, kind, has: 0)
    }
    let size = try IDXHeader(content, expecting: kind, path: path).fileSize
    // Room at once, so that a large file is not copied as it grows; no more than it can fill.
    content.reserveCapacity(min(size + 1, bytes.count * Gzip.largestRatio))
    if ending == .filled { ending = inflater.fill(&content, upTo: size + 1) }
    return try check(content, size: size, ending, unread: inflater.unread, path: path)
  }

  private static func check(
    _ content: [UInt8], size: Int, _ ending: Gzip.Ending, unread: Int, path: String
  ) throws(DatasetError) -> [UInt8] {
    if case .damaged(let reason) = ending { throw .damaged(path, reason) }
    guard content.count <= size else {
      throw DatasetError(
        path: path,
        problem: "is too long: its header announces \(size) bytes, its gzip data holds more")
    }
    switch ending {
    case .finished where content.count == size && unread > 0:
      throw DatasetError(
        path: path, problem: "has \(counted(unread, "byte")) after the end of its gzip data")
    case .finished where content.count == size:
      return content
    case .inputEnded where content.count == size:
      throw DatasetError(path: path, problem: "is truncated: the end of its gzip data is missing")
    default:
      throw DatasetError(
        path: path,
        problem: "is truncated: its gzip data holds \(content.count) of \(size) bytes")
    }
  }
}

extension DatasetError {
  fileprivate static func damaged(_ path: String, _ reason: String) -> DatasetError {
    DatasetError(path: path, problem: "is damaged: its gzip data cannot be read (\(reason))")
  }
}
