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
  public static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(path, "cannot be opened") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(path, "cannot be examined") }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(path: path, problem: "is not a regular file")
    }
    let size = Int(status.st_size)
    guard size <= limit else {
      throw FileError(path: path, problem: "has \(size) bytes; at most \(limit) are accepted")
    }
    return try readBytes(descriptor, path: path, expected: size, limit: limit)
  }

  /// Whether something exists at a path.
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Creates a folder and its parents; one that is already there is fine.
  public static func createFolder(_ path: String) throws(FileError) {
    var prefix = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      prefix += (prefix.isEmpty || prefix.hasSuffix("/") ? "" : "/") + part
      guard mkdir(prefix, 0o777) == 0 || errno == EEXIST else {
        throw .system(path, "cannot be created as a folder")
      }
    }
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw FileError(path: path, problem: "is not a folder")
    }
  }

  /// Replaces a file's content in one step: a reader, a crash or a full disk leaves the old
  /// content or the new one, never a mixture.
  ///
  /// The bytes go to a temporary file in the same folder, which is flushed to the disk and renamed
  /// over the target; then the folder is flushed, so that the rename survives a power cut.
  public static func writeAtomically(_ bytes: [UInt8], to path: String) throws(FileError) {
    let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .system(path, "cannot be written") }
    do throws(FileError) {
      do throws(FileError) {
        try writeBytes(bytes, to: descriptor, path: path)
      } catch {
        close(descriptor)
        throw error
      }
      guard close(descriptor) == 0 else { throw .system(path, "cannot be written") }
      guard rename(temporary, path) == 0 else { throw .system(path, "cannot be replaced") }
    } catch {
      unlink(temporary)
      throw error
    }
    flushFolder(of: path)
  }

  private static func readBytes(
    _ descriptor: Int32, path: String, expected: Int, limit: Int
  ) throws(FileError) -> [UInt8] {
    var failure: FileError?
    // One spare byte shows whether the file grew while it was read.
    let bytes = [UInt8](unsafeUninitializedCapacity: expected + 1) { buffer, filled in
      guard let base = buffer.baseAddress else { return }
      while filled < buffer.count {
        let got = Glue.read(descriptor, base + filled, buffer.count - filled)
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

  private static func writeBytes(
    _ bytes: [UInt8], to descriptor: Int32, path: String
  ) throws(FileError) {
    var failure: FileError?
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count, let base = buffer.baseAddress {
        let wrote = Glue.write(descriptor, base + done, buffer.count - done)
        if wrote < 0 && errno == EINTR { continue }
        guard wrote > 0 else {
          failure = .system(path, "cannot be written in full (\(buffer.count) bytes)")
          return
        }
        done += wrote
      }
    }
    if let failure { throw failure }
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw .system(path, "cannot be flushed to the disk")
    }
  }

  /// Some file systems refuse to flush a folder; the rename itself has succeeded by then.
  private static func flushFolder(of path: String) {
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) }
    let descriptor = open(folder ?? ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}

/// The system calls that share a name with members of `Files`.
private enum Glue {
  static func read(_ descriptor: Int32, _ base: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.read(descriptor, base, count)
    #elseif canImport(Musl)
      Musl.read(descriptor, base, count)
    #else
      Darwin.read(descriptor, base, count)
    #endif
  }

  static func write(_ descriptor: Int32, _ base: UnsafeRawPointer, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, base, count)
    #elseif canImport(Musl)
      Musl.write(descriptor, base, count)
    #else
      Darwin.write(descriptor, base, count)
    #endif
  }
}

extension FileError {
  /// An error with the system's own reason, taken from `errno`.
  static func system(_ path: String, _ problem: String) -> FileError {
    FileError(path: path, problem: "\(problem): \(String(cString: strerror(errno)))")
  }
}
