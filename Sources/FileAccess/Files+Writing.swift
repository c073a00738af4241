#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension Files {
  /// Replaces a file's content in one step: a reader, a crash or a full disk leaves the old
  /// content or the new one, never a mixture.
  ///
  /// The bytes go to a temporary file in the same folder, which is flushed to the disk and renamed
  /// over the target; then the folder is flushed, so that the rename survives a power cut. On an
  /// error the temporary file is removed and the target is as it was.
  ///
  /// A new file's permissions follow the umask; a replaced one keeps its own, and one that may not
  /// be written is refused. A symbolic link stays and the file that it leads to is replaced. A
  /// device or pipe is written to in place, and so is whatever an open descriptor leads to that the
  /// path names, such as `/dev/stdout` or a shell's `>(…)`; a folder is refused.
  public static func writeAtomically(_ bytes: [UInt8], to path: String) throws(FileError) {
    try replace(path) { (descriptor) throws(FileError) in
      try writeBytes(bytes, to: descriptor, path: path)
    }
  }

  /// Writes a new version of a file; the version that was there until now becomes `older`.
  ///
  /// Both names are changed only when the new version is on the disk in full: on an error before
  /// that, both files are as they were. A crash, or an error of the second change, leaves the version
  /// until now under both names; a file system that gives a file only one name, as `older` alone.
  /// Symbolic links are not followed, they are renamed like files.
  public static func writeAtomically(
    _ bytes: [UInt8], to path: String, keepingOldAs older: String
  ) throws(FileError) {
    try check(path)
    try check(older)
    guard !isDirectory(path) else {
      throw FileError(path: path, problem: "is a folder, not a file")
    }
    try rename(over: path, of: path, permissions: nil, older: older) {
      (descriptor) throws(FileError) in
      try writeBytes(bytes, to: descriptor, path: path)
    }
  }

  /// Replaces a file by what `fill` writes to the descriptor that it is given.
  package static func replace(
    _ path: String, fill: (Int32) throws(FileError) -> Void
  ) throws(FileError) {
    try check(path)
    let target = try resolvingLinks(path)
    // What a descriptor leads to need not have a path; and a file that others go on writing to
    // through it must not be replaced under them.
    if let number = descriptorNumber(target) {
      return try finish(fcntl(number, F_DUPFD_CLOEXEC, 0), path: path, fill)
    }
    guard let status = SystemCalls.status(path) else {
      return try rename(over: target, of: path, permissions: nil, fill)
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw FileError(path: path, problem: "is a folder, not a file")
    case S_IFREG:
      guard access(target, W_OK) == 0 else { throw .system(path, "cannot be written") }
      try rename(over: target, of: path, permissions: status.st_mode & 0o777, fill)
    default:
      let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
      try finish(descriptor, path: path, fill)
    }
  }

  private static func rename(
    over target: String, of path: String, permissions: mode_t?,
    older: String? = nil, _ fill: (Int32) throws(FileError) -> Void
  ) throws(FileError) {
    let folder = folder(of: target)
    guard let temporary = makeTemporaryFile(in: folder) else {
      throw .system(path, "cannot be written")
    }
    defer { if temporary.claim >= 0 { close(temporary.claim) } }
    do throws(FileError) {
      // File systems without permissions refuse this, and need no more.
      if let permissions { _ = fchmod(temporary.descriptor, permissions) }
      try finish(temporary.descriptor, path: path, fill)
      if let older { try keep(target, as: older) }
      guard SystemCalls.rename(temporary.path, target) == 0 else {
        throw .system(path, "cannot be replaced")
      }
    } catch {
      unlink(temporary.path)
      throw error
    }
    flush(folder: folder)
  }

  /// Gives a file, if it is there, another name, and leaves it its own where it can have two.
  private static func keep(_ path: String, as older: String) throws(FileError) {
    guard exists(path) else { return }
    // Linked under a name that is free first, since only renaming replaces what is there.
    let second = temporaryPath(in: folder(of: path))
    if linkat(AT_FDCWD, path, AT_FDCWD, second, 0) == 0 {
      let status = SystemCalls.rename(second, older)
      let reason = errno
      // Still there after an error, or where `older` was the same file already.
      unlink(second)
      errno = reason
      if status == 0 { return }
      // The second name looks unfinished to whoever tidies the folder up.
      guard errno == ENOENT else { throw .system(older, "cannot be replaced") }
    }
    guard SystemCalls.rename(path, older) == 0 else {
      throw .system(older, "cannot be replaced")
    }
  }

  /// Fills and closes a file that was opened, or not.
  private static func finish(
    _ descriptor: Int32, path: String, _ fill: (Int32) throws(FileError) -> Void
  ) throws(FileError) {
    guard descriptor >= 0 else { throw .system(path, "cannot be written") }
    do throws(FileError) {
      try fill(descriptor)
    } catch {
      close(descriptor)
      throw error
    }
    guard close(descriptor) == 0 || errno == EINTR else {
      throw .system(path, "cannot be written")
    }
  }

  /// Writes all bytes and flushes them to the disk.
  package static func writeBytes(
    _ bytes: [UInt8], to descriptor: Int32, path: String
  ) throws(FileError) {
    var failure: FileError?
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count, let base = buffer.baseAddress {
        // `done < buffer.count`: the write ends at most at the end of the buffer.
        let wrote = SystemCalls.write(descriptor, base + done, buffer.count - done)
        if wrote < 0 && errno == EINTR { continue }
        guard wrote > 0 else {
          failure = .system(path, "cannot be written in full (\(buffer.count) bytes)")
          return
        }
        done += wrote
      }
    }
    if let failure { throw failure }
    // Devices and pipes have nothing to flush and say so.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else {
      throw .system(path, "cannot be flushed to the disk")
    }
  }

  /// The open descriptor of this process that a path names; nil for all other paths.
  private static func descriptorNumber(_ path: String) -> Int32? {
    let folder = ["/dev/fd/", "/proc/self/fd/"].first(where: path.hasPrefix)
    return folder.flatMap { Int32(path.dropFirst($0.count)) }
  }

  /// The path that a chain of symbolic links ends at, which need not exist yet, or the descriptor.
  private static func resolvingLinks(_ path: String) throws(FileError) -> String {
    var target = path
    // As many links as Linux follows itself.
    for _ in 0...40 {
      guard descriptorNumber(target) == nil, let link = SystemCalls.link(target) else {
        return target
      }
      target = link.hasPrefix("/") ? link : folder(of: target) + "/" + link
    }
    errno = ELOOP
    throw .system(path, "cannot be written")
  }

  /// Some file systems refuse to flush a folder; the rename itself has succeeded by then.
  private static func flush(folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
