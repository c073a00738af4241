#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension Files {
  /// Adds one line, and its line feed, to the end of a file, which is created when absent.
  ///
  /// The line goes out in a single write to a file opened for appending, so that lines of several
  /// writers never mix. It is not flushed to the disk: a power cut may lose the last lines. A line
  /// that itself holds a line feed is refused.
  public static func appendLine(_ line: String, to path: String) throws(FileError) {
    guard !line.utf8.contains(UInt8(ascii: "\n")) else {
      throw FileError(path: path, problem: "cannot be given a line that holds a line feed")
    }
    try append(Array((line + "\n").utf8), to: path)
  }

  /// Adds bytes to the end of a file, which is created when absent.
  ///
  /// As with lines: a single write, which is not flushed to the disk.
  public static func append(_ bytes: [UInt8], to path: String) throws(FileError) {
    try check(path)
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .system(path, "cannot be written") }
    defer { close(descriptor) }
    var wrote = -1
    repeat {
      wrote = bytes.withUnsafeBytes { buffer in
        // An empty buffer has no address, and nothing to write.
        buffer.baseAddress.map { SystemCalls.write(descriptor, $0, buffer.count) } ?? 0
      }
    } while wrote < 0 && errno == EINTR
    guard wrote >= 0 else { throw .system(path, "cannot be added to") }
    guard wrote == bytes.count else {
      throw FileError(
        path: path, problem: "took \(wrote) of \(bytes.count) bytes (disk full?)")
    }
  }
}
