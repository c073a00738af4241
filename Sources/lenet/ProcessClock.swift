/// The time since the process started; `main` reads `start` first of all.
enum ProcessClock {
  static let start = ContinuousClock.now

  /// Seconds since the start.
  static var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }
}
