import BackendBLAS
import BackendConformance
import BackendNaive

/// The backends that this program knows, in the order in which they are shown.
enum KnownBackends {
  /// A backend by its name.
  struct Entry: Sendable {
    let summary: String
    let subject: ConformanceSubject
    var name: String { subject.name }
  }

  static let all = [
    Entry(
      summary: "plain loops on one thread, the specification",
      subject: ConformanceSubject("naive") { _ in NaiveBackend<Float>() }),
    Entry(
      summary: BLASBackend.libraryDescription,
      subject: ConformanceSubject("blas") {
        BLASBackend(threadCount: $0.threadCount, pool: $0.pool)
      }),
  ]

  /// The backends of the given names; all for none.
  static func named(_ names: [String]) throws(UnknownBackend) -> [Entry] {
    guard !names.isEmpty else { return all }
    var entries: [Entry] = []
    for name in names {
      guard let entry = all.first(where: { $0.name == name }) else { throw UnknownBackend(name) }
      entries.append(entry)
    }
    return entries
  }
}

/// A name that no backend has.
struct UnknownBackend: Error, CustomStringConvertible {
  let description: String

  init(_ name: String) {
    let known = KnownBackends.all.map(\.name).joined(separator: ", ")
    description = "there is no backend '\(name)'; known backends: \(known)"
  }
}
