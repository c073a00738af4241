/// A data set that could not be downloaded: what went wrong, mirror by mirror.
package struct DownloadFailure: Error, CustomStringConvertible {
  package let attempts: [DatasetError]

  /// Collects what went wrong.
  package init(attempts: [DatasetError]) { self.attempts = attempts }

  /// All reasons.
  package var description: String { attempts.map(\.description).joined(separator: "; ") }

  /// The first reason without its address, cut where it would fill more than a line.
  package var summary: String {
    let longest = 80
    let problem = attempts.first?.problem ?? "no mirror is known"
    return problem.count <= longest ? problem : problem.prefix(longest - 1) + "…"
  }

  /// Does what may fail other than at a mirror.
  static func wrapping<Result>(
    _ body: () throws(DatasetError) -> Result
  ) throws(DownloadFailure) -> Result {
    do throws(DatasetError) {
      return try body()
    } catch {
      throw DownloadFailure(attempts: [error])
    }
  }
}
