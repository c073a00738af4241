import Benchmarking

/// What one needs to know of the machine to make sense of the figures.
struct EnvironmentHeader {
  let report: BenchmarkReport
  let terminal: Terminal

  var lines: [String] {
    let environment = report.environment
    let cores = environment.cores.map { Quantity.count($0, "core") }
    let threads = environment.threadCounts.map { counts in
      "\(counts.map(String.init).joined(separator: " and ")) "
        + (counts == [1] ? "thread" : "threads")
    }
    let machine = [environment.processor, environment.instructionSet, cores, threads]
    let build = [
      environment.operatingSystem, environment.swiftVersion.map { "Swift \($0)" },
      environment.blas, environment.configuration == "release" ? nil : environment.configuration,
      environment.commit.map { "commit \($0.prefix(9))" },
    ]
    return [machine, build].map { $0.compactMap(\.self).joined(separator: ", ") }
      .filter { !$0.isEmpty }
      .map { terminal.styled($0.fitted(terminal.width), .dim) }
  }
}
