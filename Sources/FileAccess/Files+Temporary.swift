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
  /// Only for folders that nobody else writes into: a `FolderLock` sees to that. What cannot be
  /// removed stays, since it is in nobody's way.
  public static func removeUnfinished(in folder: String) {
    guard !folder.utf8.contains(0), let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = entryName(entry)
      guard name.hasPrefix(temporaryPrefix), name.hasSuffix(temporarySuffix) else { continue }
      unlink("\(folder)/\(name)")
    }
  }

  private static func entryName(_ entry: UnsafeMutablePointer<dirent>) -> String {
    withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      // The system ends the name with a zero, inside the field.
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
