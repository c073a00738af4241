#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension Files {
  private static let temporaryPrefix = ".dlcore-"
  private static let temporarySuffix = ".tmp"

  /// The path of a file that is not there yet, for what is not finished yet.
  static func temporaryFile(in folder: String) -> String {
    // A short name of its own: the target's name may already be as long as the system allows.
    let random = String(UInt64.random(in: 0 ... .max), radix: 36)
    return "\(folder)/\(temporaryPrefix)\(getpid())-\(random)\(temporarySuffix)"
  }

  /// Marks a temporary file as one that is being written, until the result is closed.
  ///
  /// The mark is a lock (`flock`), which ends with the process; a file system without such locks
  /// gives none.
  static func claimTemporaryFile(_ descriptor: Int32) -> Int32 {
    _ = flock(descriptor, LOCK_EX | LOCK_NB)
    // A lock is held as long as any of the descriptors that share it is open.
    return fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
  }

  /// Whether somebody is still writing a temporary file.
  private static func isClaimed(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  /// Checks that files can be made in a folder, by making one under a name that nothing has.
  public static func requireWritable(folder: String) throws(FileError) {
    try check(folder)
    let probe = temporaryFile(in: folder)
    let descriptor = open(probe, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .system(folder, "files cannot be written here") }
    close(descriptor)
    unlink(probe)
  }

  /// Removes the unfinished files that a writer left in a folder when it was killed.
  ///
  /// Those that are still being written stay, and so does what cannot be removed, which is in
  /// nobody's way.
  public static func removeUnfinished(in folder: String) {
    guard !folder.utf8.contains(0), let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = entryName(entry)
      guard name.hasPrefix(temporaryPrefix), name.hasSuffix(temporarySuffix) else { continue }
      let path = "\(folder)/\(name)"
      if !isClaimed(path) { unlink(path) }
    }
  }

  private static func entryName(_ entry: UnsafeMutablePointer<dirent>) -> String {
    withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      // The system ends the name with a zero, inside the field.
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
