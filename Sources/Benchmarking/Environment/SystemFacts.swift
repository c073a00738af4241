import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the operating system tells about the machine; `nil` where it does not.
package enum SystemFacts {
  /// The processor's name.
  package static var processor: String? {
    #if canImport(Darwin)
      systemText("machdep.cpu.brand_string")
    #else
      field("model name", inFile: "/proc/cpuinfo")
    #endif
  }

  /// How the clock frequency of the first processor is governed.
  static var frequencyGovernor: String? {
    text(ofFile: "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
  }

  /// The mean number of running tasks over the last 1, 5 and 15 minutes.
  package static var loadAverages: [Double]? {
    var averages = [0.0, 0, 0]
    return getloadavg(&averages, 3) == 3 ? averages : nil
  }

  /// The memory that programs can still get.
  static var availableMemoryBytes: UInt64? {
    // Such as "MemAvailable:   23456 kB".
    guard
      let field = field("MemAvailable", inFile: "/proc/meminfo"),
      let number = field.split(separator: " ").first, let kibibytes = UInt64(number)
    else { return nil }
    let (bytes, overflow) = kibibytes.multipliedReportingOverflow(by: 1024)
    return overflow ? nil : bytes
  }

  /// The kernel's name and release, and the architecture.
  package static var kernel: String? {
    var names = utsname()
    guard uname(&names) == 0 else { return nil }
    return "\(text(names.sysname)) \(text(names.release)) \(text(names.machine))".fact
  }

  /// The content of a small file; those of the kernel have no size, so they are read to the end.
  package static func text(ofFile path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }?.fact
  }

  /// The value of the first line "name : value" of a file.
  package static func field(_ name: String, inFile path: String) -> String? {
    text(ofFile: path).flatMap { field(name, in: $0) }
  }

  /// The value of the first line "name : value" of a text.
  package static func field(_ name: String, in text: String) -> String? {
    for line in text.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, String(parts[0]).fact == name else { continue }
      return String(parts[1]).fact
    }
    return nil
  }

  #if canImport(Darwin)
    /// A text that the system knows by a name.
    static func systemText(_ name: String) -> String? {
      var size = 0
      guard sysctlbyname(name, nil, &size, nil, 0) == 0, size > 0 else { return nil }
      var bytes = [UInt8](repeating: 0, count: size)
      guard sysctlbyname(name, &bytes, &size, nil, 0) == 0 else { return nil }
      return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self).fact
    }

    /// A number that the system knows by a name.
    static func systemNumber(_ name: String) -> Int? {
      var number: Int64 = 0
      var size = MemoryLayout<Int64>.size
      guard sysctlbyname(name, &number, &size, nil, 0) == 0 else { return nil }
      return Int(exactly: number)
    }
  #endif

  /// The text in a C array of characters, which ends at the first zero.
  private static func text<Characters>(_ characters: Characters) -> String {
    withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
