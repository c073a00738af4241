#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder that one process has for itself, as long as the value lives.
///
/// Only those who ask are kept out: it is an advisory lock (`flock`) on the folder itself, so that
/// no file lies about. It ends with the process, however that ends.
public final class FolderLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock of a folder that is there; nil when somebody else has it.
  ///
  /// File systems that have no such locks give one to everybody.
  public init?(_ folder: String) throws(FileError) {
    try Files.check(folder)
    descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(folder, "cannot be opened as a folder") }
    var status: Int32
    repeat { status = flock(descriptor, LOCK_EX | LOCK_NB) } while status != 0 && errno == EINTR
    if status != 0 && errno == EWOULDBLOCK { return nil }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}
