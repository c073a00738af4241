import Foundation

/// What is known about how this program was built.
package enum BuildFacts {
  /// The version of the compiler; it can be told at compile time only.
  package static var swiftVersion: String {
    #if compiler(>=6.6)
      "6.6 or newer"
    #elseif compiler(>=6.5)
      "6.5"
    #elseif compiler(>=6.4)
      "6.4"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }

  /// "release" or "debug".
  static var configuration: String {
    #if DEBUG
      "debug"
    #else
      "release"
    #endif
  }

  /// The commit of the checkout that the program lies in; `nil` outside of one, or without git.
  package static var commit: String? {
    guard let program = Bundle.main.executableURL?.resolvingSymlinksInPath() else { return nil }
    return commit(ofCheckoutAbove: program)
  }

  /// The commit of the checkout that a file lies in.
  package static func commit(ofCheckoutAbove file: URL) -> String? {
    var folder = file.deletingLastPathComponent()
    // A program is installed less deep than this.
    for _ in 0..<32 {
      let entries = ["Package.swift", ".git"].map { folder.appendingPathComponent($0).path }
      if entries.allSatisfy(FileManager.default.fileExists) {
        return output(of: [
          "git", "-C", folder.path, "describe", "--always", "--dirty", "--abbrev=12",
          "--exclude", "*",
        ])
      }
      folder = folder.deletingLastPathComponent()
    }
    return nil
  }

  /// What a command prints, if it succeeds.
  private static func output(of arguments: [String]) -> String? {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self).fact : nil
  }
}
