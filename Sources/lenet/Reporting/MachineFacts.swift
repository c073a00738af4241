import BackendBLAS
import BackendSIMD
import Foundation
import RunReport

/// What computed: machine, system, and versions.
enum MachineFacts {
  /// The facts, as far as the system tells them.
  static func facts(backend: String, threads: Int) -> [RunRecord.Fact] {
    var facts = [RunRecord.Fact("tool", "\(Tool.name) \(Tool.version), \(configuration) build")]
    facts.append(.init("backend", "\(backend), \(Format.count(threads, "thread"))"))
    switch backend {
    case "simd": facts.append(.init("instruction set", InstructionSet.chosen.rawValue))
    case "blas": facts.append(.init("library", BLASBackend.libraryDescription))
    default: break
    }
    if let processor { facts.append(.init("processor", processor)) }
    let process = ProcessInfo.processInfo
    facts.append(.init("cores", "\(process.activeProcessorCount)"))
    facts.append(.init("system", process.operatingSystemVersionString))
    facts.append(.init("finished", Date.now.ISO8601Format()))
    return facts
  }

  private static var configuration: String {
    #if DEBUG
      "debug"
    #else
      "release"
    #endif
  }

  /// The processor's name, where Linux tells it.
  private static var processor: String? {
    guard let content = FileManager.default.contents(atPath: "/proc/cpuinfo") else { return nil }
    let lines = String(decoding: content, as: UTF8.self).split(separator: "\n")
    let name = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").dropFirst().first
    return name?.trimmingCharacters(in: .whitespaces)
  }
}
