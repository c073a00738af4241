import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Names the running check when a kernel leaves its memory and the system stops the process.
enum CrashReport {
  /// The text to be written, in memory that a signal handler may read: it is never freed, and only
  /// ever replaced as a whole.
  private static let line = Atomic<UInt>(0)

  /// Remembers what begins to run.
  static func note(_ check: String) {
    // One small copy for each check, kept: the handler may run at any time.
    let text = strdup("dlbench: a signal stopped \(check); the check failed\n")
    line.store(UInt(bitPattern: text), ordering: .releasing)
  }

  /// Catches the signals of wrong memory accesses, and of traps.
  static func install() {
    for number in [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT] {
      signal(number) { _ in
        // Only calls that a signal handler may make.
        if let text = UnsafePointer<CChar>(bitPattern: CrashReport.line.load(ordering: .acquiring))
        {
          _ = write(STDERR_FILENO, text, strlen(text))
        }
        _exit(1)
      }
    }
  }
}
