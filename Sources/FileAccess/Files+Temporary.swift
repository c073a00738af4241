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

  /// A file for what is not finished yet, open for writing.
  struct TemporaryFile {
    let path: String
    let descriptor: Int32
    /// What marks it as being written, until this is closed too; -1 if the system has no
    /// descriptors left, and the mark then ends with `descriptor`.
    let claim: Int32
  }

  /// Makes a temporary file; nil, and `errno`, where that cannot be done.
  static func makeTemporaryFile(in folder: String) -> TemporaryFile? {
    var file: TemporaryFile?
    // Whoever tidies the folder up may come before the mark, but hardly more than once.
    for _ in 0..<3 {
      if let file { [file.descriptor, file.claim].filter { $0 >= 0 }.forEach { close($0) } }
      let path = temporaryPath(in: folder)
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else { return nil }
      file = TemporaryFile(path: path, descriptor: descriptor, claim: claim(descriptor))
      guard isRemoved(descriptor) else { break }
    }
    return file
  }

  private static func isRemoved(_ descriptor: Int32) -> Bool {
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_nlink == 0
  }

  /// The path of a file that is not there yet, for what is not finished yet.
  static func temporaryPath(in folder: String) -> String {
    // A short name of its own: the target's name may already be as long as the system allows.
    let random = String(UInt64.random(in: 0 ... .max), radix: 36)
    return "\(folder)/\(temporaryPrefix)\(getpid())-\(random)\(temporarySuffix)"
  }

  /// Marks a temporary file as one that is being written, by a lock (`flock`), which ends with the
  /// process; a file system without such locks gives none.
  private static func claim(_ descriptor: Int32) -> Int32 {
    // Shared, as it keeps nobody out but those who would remove the file.
    var status: Int32
    repeat { status = flock(descriptor, LOCK_SH) } while status != 0 && errno == EINTR
    // A lock is held as long as any of the descriptors that share it is open.
    return fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
  }

  /// Removes a temporary file, unless somebody is still writing it or that cannot be known.
  private static func removeUnclaimed(_ path: String) {
    // Opened for writing: on NFS an exclusive lock needs that.
    let descriptor = open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    // Held while the file is removed, so that its writer can see afterwards that it is gone.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else { return }
    unlink(path)
  }

  /// Checks that files can be made in a folder, by making one under a name that nothing has.
  public static func requireWritable(folder: String) throws(FileError) {
    try check(folder)
    let probe = temporaryPath(in: folder)
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
      removeUnclaimed("\(folder)/\(name)")
    }
  }

  private static func entryName(_ entry: UnsafeMutablePointer<dirent>) -> String {
    withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      // The system ends the name with a zero, inside the field.
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
