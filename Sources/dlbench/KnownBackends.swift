import BackendBLAS
import BackendConformance
import BackendSIMD
import DLCore
import StandardBackends

/// The backends that this program knows, in the order in which they are shown.
enum KnownBackends {
  /// A backend by its name.
  struct Entry: Sendable {
    let summary: String
    let subject: ConformanceSubject
    var name: String { subject.name }
  }

  static var all: [Entry] {
    BackendRegistry.standard.entries.map { entry in
      let subject =
        pooled.first { $0.name == entry.name }
        ?? ConformanceSubject(entry.name) { configuration in
          try entry.make(BackendConfiguration(threadCount: configuration.threadCount))
        }
      return Entry(summary: entry.summary, subject: subject)
    }
  }

  /// The backends whose memory the suite can guard.
  private static let pooled = [
    ConformanceSubject("blas") { BLASBackend(threadCount: $0.threadCount, pool: $0.pool) },
    ConformanceSubject("simd") { SIMDBackend(threadCount: $0.threadCount, pool: $0.pool) },
  ]

  /// The backends of the given names; all for none.
  static func named(_ names: [String]) throws(UnknownBackendError) -> [Entry] {
    let all = all
    guard !names.isEmpty else { return all }
    var entries: [Entry] = []
    for name in names {
      guard let entry = all.first(where: { $0.name == name }) else {
        throw UnknownBackendError(name: name, known: all.map(\.name))
      }
      entries.append(entry)
    }
    return entries
  }
}
