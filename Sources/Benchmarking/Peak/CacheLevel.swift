import Foundation

/// A cache of the processor that holds data.
package struct CacheLevel: Hashable, Sendable {
  /// 1 for the nearest.
  package var level: Int
  /// Its size.
  package var bytes: Int
  /// How many processors share one.
  package var sharedBy: Int

  /// Describes a cache.
  package init(level: Int, bytes: Int, sharedBy: Int) {
    self.level = level
    self.bytes = bytes
    self.sharedBy = sharedBy
  }

  /// The bytes of all caches of this level that a number of threads reaches.
  package func capacity(threads: Int) -> Int {
    let caches = (max(threads, 1) + sharedBy - 1) / sharedBy
    return bytes.multipliedReportingOverflow(by: caches).overflow ? bytes : bytes * caches
  }

  /// The caches of the first processor, the nearest first; none where the system does not tell.
  package static var all: [CacheLevel] {
    #if canImport(Darwin)
      let cores = ProcessInfo.processInfo.activeProcessorCount
      return ["hw.l1dcachesize", "hw.l2cachesize", "hw.l3cachesize"].enumerated().compactMap {
        guard let bytes = SystemFacts.systemNumber($1), bytes > 0 else { return nil }
        return CacheLevel(level: $0 + 1, bytes: bytes, sharedBy: $0 == 0 ? 1 : cores)
      }
    #else
      return all(in: "/sys/devices/system/cpu/cpu0/cache")
    #endif
  }

  /// The caches that a folder in the form of Linux's sysfs describes.
  package static func all(in folder: String) -> [CacheLevel] {
    let levels = (0..<16).compactMap { index -> CacheLevel? in
      func fact(_ name: String) -> String? {
        SystemFacts.text(ofFile: "\(folder)/index\(index)/\(name)")
      }
      guard
        let type = fact("type"), type == "Data" || type == "Unified",
        let level = fact("level").flatMap({ Int($0) }), (1...9).contains(level),
        let bytes = fact("size").flatMap(bytes)
      else { return nil }
      return CacheLevel(
        level: level, bytes: bytes,
        sharedBy: fact("shared_cpu_list").flatMap(processorCount) ?? 1)
    }
    return levels.sorted { $0.level < $1.level }
  }

  /// The bytes that "48K" or "32M" stand for; `nil` for none, or for more than any cache has.
  package static func bytes(_ text: String) -> Int? {
    let units = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
    let unit = text.last.flatMap { units[String($0)] }
    guard let number = Int(unit == nil ? text[...] : text.dropLast()) else { return nil }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: unit ?? 1)
    return overflow || !(1...(1 << 40)).contains(bytes) ? nil : bytes
  }

  /// How many processors a list such as "0-3,8" names.
  package static func processorCount(_ list: String) -> Int? {
    var count = 0
    for part in list.split(separator: ",") {
      let ends = part.split(separator: "-").map { Int($0) }
      guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2,
        (0...last).contains(first), last < 1 << 20
      else { return nil }
      count += last - first + 1
    }
    return count > 0 ? count : nil
  }
}
