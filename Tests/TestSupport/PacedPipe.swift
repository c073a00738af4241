import Foundation

/// A pipe that holds a single write: who writes waits until the one before has been read.
///
/// So a program can be met in the middle of its work, however slow the reader or fast the program
/// is. Linux' packet mode (pipe(2)) gives each write a page of its own, and the pipe has one page.
final class PacedPipe: Sendable {
  let writingEnd: FileHandle
  private let reading: Int32
  /// What has been read and is no whole line yet; a pipe has one reader at a time.
  nonisolated(unsafe) private var rest: [UInt8] = []

  // Of Linux' <fcntl.h>, which shows them to GNU programs only.
  #if arch(arm64) || arch(arm)
    private static let packetMode: Int32 = 0o200000
  #else
    private static let packetMode: Int32 = 0o40000
  #endif
  private static let setPipeSize: Int32 = 1031

  init() throws {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0, fcntl(ends[1], F_SETFL, Self.packetMode) == 0,
      fcntl(ends[1], Self.setPipeSize, 4096) >= 0
    else {
      throw ToolError("there is no such pipe: \(String(cString: strerror(errno)))")
    }
    // No other process that is started meanwhile may keep the writing end open.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    reading = ends[0]
    writingEnd = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
  }

  deinit { close(reading) }

  /// Lets the reader see the end when the program has ended.
  func closeWritingEnd() { try? writingEnd.close() }

  /// The next line; nil at the end.
  func nextLine() -> String? {
    while true {
      if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        defer { rest.removeSubrange(...end) }
        return String(decoding: rest[..<end], as: UTF8.self)
      }
      var packet = [UInt8](repeating: 0, count: 4096)
      let count = read(reading, &packet, packet.count)
      guard count > 0 else { return nil }
      rest += packet[..<count]
    }
  }

  /// All lines up to the end.
  func remainingLines() -> [String] {
    var lines: [String] = []
    while let line = nextLine() { lines.append(line) }
    return lines
  }
}
