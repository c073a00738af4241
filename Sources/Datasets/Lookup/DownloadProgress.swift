/// How far the download of one file has come.
public struct DownloadProgress: Sendable, Hashable, CustomStringConvertible {
  /// The file's name.
  public var file: String
  /// How many bytes have arrived.
  public var received: Int
  /// How many bytes there will be; nil when the server does not say.
  public var expected: Int?
  /// Seconds since the download began.
  public var seconds: Double

  /// Says how far a download has come.
  package init(file: String, received: Int, expected: Int?, seconds: Double) {
    self.file = file
    self.received = received
    self.expected = expected
    self.seconds = seconds
  }

  /// How much has arrived, 0...100; nil when the whole is not known.
  public var percent: Double? {
    guard let expected, expected > 0 else { return nil }
    return min(100, 100 * Double(received) / Double(expected))
  }

  /// Bytes a second on average; 0 before any time has passed.
  public var bytesPerSecond: Double { seconds > 0 ? Double(received) / seconds : 0 }

  /// One line: `train-images-idx3-ubyte.gz: 4.9 MB of 9.9 MB (49 %), 2.1 MB/s`.
  public var description: String {
    let whole = expected.map { " of \(Self.megabytes(Double($0)))" } ?? ""
    let share = percent.map { " (\(Int($0)) %)" } ?? ""
    return "\(file): \(Self.megabytes(Double(received)))\(whole)\(share), "
      + "\(Self.megabytes(bytesPerSecond))/s"
  }

  /// Millions of bytes with one decimal.
  private static func megabytes(_ bytes: Double) -> String {
    "\((bytes / 1e5).rounded() / 10) MB"
  }
}
