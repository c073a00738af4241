#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The streams and signals of a tool, which its caller may have left in a state that harms.
public enum StandardStreams {
  /// Makes sure that the first three descriptors are taken, and that a limit is an error.
  ///
  /// Where the caller has closed one, the next file that is opened would get its number, and a
  /// warning would be written into the middle of a checkpoint. Results cannot be written to what
  /// takes its place, and that is told.
  public static func secure() {
    for descriptor in 0...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
      // The lowest free number is this one: all below are taken.
      _ = open("/dev/null", O_RDONLY)
    }
    // A file that grows beyond `ulimit -f` would end the process before it can say so.
    signal(SIGXFSZ, SIG_IGN)
  }

  /// From now on, a reader who goes away no longer ends the process.
  public static func outliveReaders() {
    signal(SIGPIPE, SIG_IGN)
  }
}
