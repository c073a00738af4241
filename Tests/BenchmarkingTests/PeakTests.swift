import BackendSIMD
import Benchmarking
import Foundation
import SIMDKernelTable
import Testing

@Suite struct RooflineTests {
  private let peak = MachinePeak(
    threads: 2, instructionSet: "avx2", gflops: 100,
    levels: [
      MemoryLevelPeak(
        name: "L1", capacityBytes: 1000, workingSetBytes: 500, readGBPerSecond: 400,
        copyGBPerSecond: 300),
      MemoryLevelPeak(
        name: "memory", capacityBytes: nil, workingSetBytes: 9000, readGBPerSecond: 10,
        copyGBPerSecond: 8),
    ])

  @Test func neverAboveEitherRoof() {
    for exponent in -20...40 {
      let flops = Double(sign: .plus, exponent: exponent, significand: 1.3)
      for bytes in [1, 999, 1000, 1001, 1e9] {
        let limit = peak.roofline(flops: flops, bytes: bytes)
        let bandwidth = bytes <= 1000 ? 400.0 : 10
        #expect(limit <= peak.gflops)
        #expect(limit <= flops / bytes * bandwidth)
        // One of the two roofs is reached.
        #expect(limit == peak.gflops || limit == flops / bytes * bandwidth)
      }
    }
  }

  @Test func moreIntensityIsNeverSlower() {
    let limits = stride(from: 1.0, to: 100, by: 0.5).map {
      peak.roofline(flops: $0 * 1e6, bytes: 1e6)
    }
    #expect(zip(limits, limits.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(limits.first == 10 && limits.last == 100)
  }

  @Test func workWithoutBytesIsLimitedByArithmetic() {
    #expect(peak.roofline(flops: 5, bytes: 0) == 100)
    let bare = MachinePeak(threads: 1, instructionSet: "avx2", gflops: 7, levels: [])
    #expect(bare.roofline(flops: 5, bytes: 1e9) == 7)
  }

  @Test func percentIsOfTheArithmeticPeak() {
    #expect(peak.percent(of: 25) == 25)
    var none = peak
    none.gflops = 0
    #expect(none.percent(of: 25) == nil)
  }
}

@Suite struct PeakMeasurementTests {
  private let short = PeakEffort(windows: 1, windowSeconds: 0.001, memoryMultiple: 1)

  @Test func rowsNameThreadsAndLevels() throws {
    let peak = MachinePeak.measured(threads: 2, effort: short)
    #expect(peak.threads == 2 && peak.gflops > 0)
    #expect(peak.levels.last?.name == "memory")
    for level in peak.levels {
      #expect(level.readGBPerSecond > 0 && level.copyGBPerSecond > 0, "\(level.name)")
    }
    let report = PeakReport(environment: .init(), peaks: [peak])
    let rows = 1 + 2 * peak.levels.count
    #expect(try report.text(as: .csv).split(separator: "\n").count == 1 + rows)
    #expect(try report.text(as: .markdown).split(separator: "\n").count == 2 + rows)
    #expect(try report.text(as: .table).contains("█"))
    let json = Data(try report.text(as: .json).utf8)
    #expect(try JSONDecoder().decode(PeakReport.self, from: json) == report)
  }

  @Test func fewerThanOneThreadIsOne() {
    #expect(MachinePeak.measured(threads: 0, effort: short).threads == 1)
  }

  @Test(arguments: InstructionSet.allCases)
  func loopsComputeWhatTheySay(_ set: InstructionSet) {
    guard set <= .best else { return }
    let kernels = set.kernels.peak
    let count = 4 * kernels.blockCount
    let input = (0..<count).map { Float($0 % 17) }
    var output = [Float](repeating: -1, count: count)
    input.withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        guard let from = input.baseAddress, let to = output.baseAddress else { return }
        #expect(kernels.sum(from, count) == input.reduce(0, +))
        kernels.copy(from, to, count, 2)
      }
    }
    #expect(output == input.map { 2 * $0 })
    // After one round, each lane of chain c holds c + f + f(1 - f) where there is a fused
    // multiply-add, and (c + f) f + 1 - f elsewhere; for f = 1/2 both are exact.
    let lanes = set.kernels.lanes
    let chains = kernels.multiplyAddsPerRound / lanes
    let hasFMA = set.kernels.name != "baseline"
    let sum = (0..<chains).reduce(Float(0)) { sum, chain in
      sum + Float(lanes) * (hasFMA ? Float(chain) + 0.75 : (Float(chain) + 0.5) / 2 + 0.5)
    }
    #expect(kernels.multiplyAdds(1, 0.5) == sum)
  }

  @Test func workingSetsFitTheirLevels() throws {
    let caches = [
      CacheLevel(level: 1, bytes: 32 << 10, sharedBy: 2),
      CacheLevel(level: 2, bytes: 1 << 20, sharedBy: 2),
      CacheLevel(level: 3, bytes: 32 << 20, sharedBy: 16),
    ]
    for threads in [1, 2, 3, 16, 1024] {
      let levels = MachinePeak.plannedLevels(
        threads: threads, effort: .quick, caches: caches, availableBytes: 4 << 30)
      let sizes = levels.map(\.workingSetBytes)
      #expect(sizes == sizes.sorted())
      for level in levels.dropLast() {
        let capacity = try #require(level.capacityBytes)
        #expect(level.workingSetBytes * threads <= capacity)
      }
      #expect(levels.last?.capacityBytes == nil)
      #expect(sizes.reduce(0, +) * threads <= 4 << 30)
    }
  }

  @Test func aCacheInsideAnotherIsLeftOut() {
    let caches = [
      CacheLevel(level: 2, bytes: 1 << 20, sharedBy: 1),
      CacheLevel(level: 3, bytes: 8 << 20, sharedBy: 64),
    ]
    let names = MachinePeak.plannedLevels(
      threads: 64, effort: .quick, caches: caches, availableBytes: nil
    ).map(\.name)
    #expect(names == ["L2", "memory"])
  }
}

@Suite struct CacheLevelTests {
  @Test(
    arguments: [
      ("48K", 48 << 10), ("32M", 32 << 20), ("1G", 1 << 30), ("64", 64), ("", nil), ("K", nil),
      ("0K", nil), ("-1K", nil), ("9999999999999999999K", nil), ("9223372036854775807G", nil),
    ] as [(String, Int?)])
  func sizes(text: String, bytes: Int?) { #expect(CacheLevel.bytes(text) == bytes) }

  @Test(
    arguments: [
      ("0", 1), ("0-3", 4), ("0,4", 2), ("0-1,8-9", 4), ("", nil), ("3-1", nil), ("a", nil),
      ("1-2-3", nil), ("0-9223372036854775807", nil),
    ] as [(String, Int?)])
  func processorLists(list: String, count: Int?) {
    #expect(CacheLevel.processorCount(list) == count)
  }

  @Test func readsAFolderLikeSysfs() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let caches = [
      ["type": "Data", "level": "1", "size": "48K", "shared_cpu_list": "0-1"],
      ["type": "Instruction", "level": "1", "size": "32K", "shared_cpu_list": "0-1"],
      ["type": "Unified", "level": "2", "size": "nonsense", "shared_cpu_list": "0-1"],
      ["type": "Unified", "level": "3", "size": "8M"],
    ]
    for (index, facts) in caches.enumerated() {
      let place = folder.appendingPathComponent("index\(index)")
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      for (name, text) in facts {
        try Data((text + "\n").utf8).write(to: place.appendingPathComponent(name))
      }
    }
    #expect(
      CacheLevel.all(in: folder.path) == [
        CacheLevel(level: 1, bytes: 48 << 10, sharedBy: 2),
        CacheLevel(level: 3, bytes: 8 << 20, sharedBy: 1),
      ])
    #expect(CacheLevel.all(in: folder.path + "/nowhere") == [])
  }

  @Test func capacityGrowsWithTheCachesInUse() {
    let cache = CacheLevel(level: 2, bytes: 100, sharedBy: 2)
    #expect([1, 2, 3, 4, 5].map(cache.capacity) == [100, 100, 200, 200, 300])
  }
}
