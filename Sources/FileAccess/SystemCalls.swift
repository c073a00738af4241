#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The system calls that share a name with members of `Files`.
package enum SystemCalls {
  /// Reads up to `count` bytes to `base`, which the caller owns.
  static func read(_ descriptor: Int32, _ base: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.read(descriptor, base, count)
    #elseif canImport(Musl)
      Musl.read(descriptor, base, count)
    #else
      Darwin.read(descriptor, base, count)
    #endif
  }

  /// Writes up to `count` bytes from `base`, which the caller owns.
  static func write(_ descriptor: Int32, _ base: UnsafeRawPointer, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, base, count)
    #elseif canImport(Musl)
      Musl.write(descriptor, base, count)
    #else
      Darwin.write(descriptor, base, count)
    #endif
  }

  /// Renames a file, replacing one that has the new name; 0 when that worked.
  static func rename(_ old: String, _ new: String) -> Int32 {
    #if canImport(Glibc)
      Glibc.rename(old, new)
    #elseif canImport(Musl)
      Musl.rename(old, new)
    #else
      Darwin.rename(old, new)
    #endif
  }

  /// Where a symbolic link leads, as it is written in the link; nil when the path is no link, or
  /// one whose text is not UTF-8.
  package static func link(_ path: String) -> String? {
    let target = [CChar](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, filled in
      guard let base = buffer.baseAddress else { return }
      // The system writes at most the buffer's size, without a zero at the end.
      filled = max(readlink(path, base, buffer.count), 0)
    }
    let bytes = target.map { UInt8(bitPattern: $0) }
    let text = String(decoding: bytes, as: UTF8.self)
    return !bytes.isEmpty && text.utf8.elementsEqual(bytes) ? text : nil
  }

  /// What is at a path, links followed; nil when there is nothing that can be examined.
  package static func status(_ path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }
}

extension FileError {
  /// An error with the system's own reason, taken from `errno`.
  static func system(_ path: String, _ problem: String) -> FileError {
    FileError(path: path, problem: "\(problem): \(String(cString: strerror(errno)))")
  }
}

extension Files {
  /// Refuses a path that the system would take for another: C strings end at a zero byte.
  static func check(_ path: String) throws(FileError) {
    if path.isEmpty { throw FileError(path: "''", problem: "is not a path") }
    guard !path.utf8.contains(0) else {
      let shown = path.split(separator: "\0", omittingEmptySubsequences: false)
      throw FileError(path: shown.joined(separator: "\\0"), problem: "holds a zero byte")
    }
  }

  /// The folder that a path's last part is in, as the system understands it.
  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
