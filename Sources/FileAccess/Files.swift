#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whole files: read within a bound, written so that a reader sees the old content or the new one.
public enum Files {
  /// Reads a regular file, refusing one that is larger than `limit` bytes before any of it is read.
  ///
  /// A folder, device or pipe is refused without waiting for it.
  public static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    try check(path)
    // Opening a pipe would wait for a writer; for regular files the flag changes nothing.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .system(path, "cannot be opened") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(path, "cannot be examined") }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(path: path, problem: "is not a regular file")
    }
    // One byte below the largest number leaves room for the spare byte of `readBytes`.
    guard let size = Int(exactly: status.st_size), size <= min(limit, .max - 1) else {
      throw FileError(
        path: path, problem: "has \(status.st_size) bytes; at most \(limit) are accepted")
    }
    return try readBytes(descriptor, path: path, expected: size)
  }

  /// Whether something exists at a path, links followed.
  public static func exists(_ path: String) -> Bool {
    !path.utf8.contains(0) && access(path, F_OK) == 0
  }

  /// Whether a folder is at a path, links followed.
  public static func isDirectory(_ path: String) -> Bool {
    guard !path.utf8.contains(0), let status = SystemCalls.status(path) else { return false }
    return status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether two paths lead to the same file, links followed.
  public static func isSame(_ path: String, _ other: String) -> Bool {
    guard !path.utf8.contains(0), !other.utf8.contains(0),
      let first = SystemCalls.status(path), let second = SystemCalls.status(other)
    else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }

  /// Whether what is written to a path comes out of standard output, where nothing else must go then.
  public static func isStandardOutput(_ path: String) -> Bool { isSame(path, "/dev/stdout") }

  /// Refuses a path that no file could be written to, before the work whose result goes there.
  ///
  /// There must be a folder to write into, and no folder at the path itself.
  public static func requirePlace(for path: String) throws(FileError) {
    try check(path)
    guard !isDirectory(path), !path.hasSuffix("/") else {
      throw FileError(path: path, problem: "is a folder, not a file")
    }
    let folder = folder(of: path)
    guard isDirectory(folder) else {
      throw FileError(path: path, problem: "cannot be written: there is no folder '\(folder)'")
    }
  }

  /// Creates a folder and its parents; one that is already there is fine.
  public static func createFolder(_ path: String) throws(FileError) {
    try check(path)
    var prefix = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      prefix += (prefix.isEmpty || prefix.hasSuffix("/") ? "" : "/") + part
      if mkdir(prefix, 0o777) == 0 { continue }
      let reason = errno
      // Not every system says "exists" for a folder that it would not let us create.
      guard !isDirectory(prefix) else { continue }
      errno = reason
      throw .system(path, "cannot be created as a folder")
    }
  }

  /// Removes a file or a link, if there is one; a folder is refused.
  public static func removeIfPresent(_ path: String) throws(FileError) {
    try check(path)
    guard unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR else {
      throw .system(path, "cannot be removed")
    }
  }

  private static func readBytes(
    _ descriptor: Int32, path: String, expected: Int
  ) throws(FileError) -> [UInt8] {
    var failure: FileError?
    // One spare byte shows whether the file grew while it was read.
    let bytes = [UInt8](unsafeUninitializedCapacity: expected + 1) { buffer, filled in
      guard let base = buffer.baseAddress else { return }
      while filled < buffer.count {
        // `filled < buffer.count`: the read ends at most at the end of the buffer.
        let got = SystemCalls.read(descriptor, base + filled, buffer.count - filled)
        if got < 0 && errno == EINTR { continue }
        if got < 0 { failure = .system(path, "cannot be read") }
        if got <= 0 { return }
        filled += got
      }
    }
    if let failure { throw failure }
    guard bytes.count == expected else {
      throw FileError(path: path, problem: "changed its size while it was being read")
    }
    return bytes
  }
}
