import BackendBLAS
import BackendSIMD
import Foundation

extension BenchmarkEnvironment {
  /// What this process runs in.
  ///
  /// - Parameter threadCounts: The numbers of threads that are measured.
  public static func current(threadCounts: [Int]) -> BenchmarkEnvironment {
    var environment = BenchmarkEnvironment()
    environment.processor = SystemFacts.processor
    environment.instructionSet = InstructionSet.chosen.name
    environment.cores = ProcessInfo.processInfo.activeProcessorCount
    environment.frequencyGovernor = SystemFacts.frequencyGovernor
    environment.loadAverages = SystemFacts.loadAverages
    environment.memoryBytes = ProcessInfo.processInfo.physicalMemory
    environment.availableMemoryBytes = SystemFacts.availableMemoryBytes
    environment.operatingSystem = ProcessInfo.processInfo.operatingSystemVersionString.fact
    environment.kernel = SystemFacts.kernel
    environment.swiftVersion = BuildFacts.swiftVersion
    environment.commit = BuildFacts.commit
    environment.configuration = BuildFacts.configuration
    environment.blas = BLASBackend.libraryVersion
    environment.blasConfiguration = BLASBackend.libraryDescription.fact
    environment.threadCounts = threadCounts
    environment.date = Date.now.ISO8601Format()
    return environment
  }
}

extension BLASBackend {
  /// The library's name and version: the first two words of "OpenBLAS 0.3.21 DYNAMIC_ARCH …".
  fileprivate static var libraryVersion: String? {
    let words = libraryDescription.split(separator: " ").prefix(2)
    let isVersion = words.last?.first?.isNumber == true
    return words.prefix(isVersion ? 2 : 1).joined(separator: " ").fact
  }
}

extension String {
  /// The text without the white space around it, or `nil` if nothing is left.
  var fact: String? {
    let text = trimmingCharacters(in: .whitespacesAndNewlines)
    return text.isEmpty ? nil : text
  }
}
