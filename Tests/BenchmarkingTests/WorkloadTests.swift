import BackendBLAS
import BackendNaive
import BackendSIMD
import Benchmarking
import DLCore
import Models
import Testing

/// The workloads themselves: their names, their sizes, and that right backends pass.
@Suite struct WorkloadTests {
  /// What the naive backend computes in a moment.
  private static func light() throws -> [Workload] {
    try Workload.all().filter { $0.body.work.flops < 1e8 && $0.body.work.bytes < 1e7 }
  }

  @Test func namesAreDifferentAndSpeak() throws {
    let names = try Workload.all().map(\.name)
    #expect(Set(names).count == names.count)
    for name in names { #expect(name.wholeMatch(of: /[A-Za-z0-9]+(\/[A-Za-z0-9-]+)+/) != nil) }
    for name in [
      "lenet5/train/b128", "lenet5/infer/b1", "lenet5/infer/b256", "gemm/1024x1024x1024",
      "convolution2D/c1/b128", "convolution2D/c1/b128/backward-weights",
    ] { #expect(names.contains(name)) }
  }

  @Test func workIsPositive() throws {
    for workload in try Workload.all() {
      let work = workload.body.work
      #expect(work.bytes > 0 && work.footprint > 0 && work.flops >= 0, "\(workload.name)")
      #expect(work.footprint <= work.bytes, "\(workload.name)")
      #expect(work.rate(seconds: 1) > 0, "\(workload.name)")
    }
  }

  @Test func networkIsAsLargeAsItSays() throws {
    let model = try LeNet5(on: NaiveBackend<Float>())
    let picture: Shape = [1, 1, 28, 28]
    let (all, first) = (
      try model.multiplyAdds(for: picture), try model.layers.layers[0].multiplyAdds(for: picture)
    )
    #expect(all == LeNet5Size.multiplyAdds)
    #expect(first == LeNet5Size.firstMultiplyAdds)
    let parameters = try model.parameters.reduce(0) { $0 + $1.tensor.count }
    #expect(parameters == LeNet5Size.parameters)
  }

  /// Right backends pass, zeros would not, and one wrong number anywhere is found.
  @Test func checksTellRightFromWrong() throws {
    var random = RandomSource(seed: 1)
    let backends: [any Backend<Float>] = [BLASBackend(threadCount: 2), SIMDBackend(threadCount: 2)]
    for workload in try Self.light() {
      let expected = try workload.body.expectation(on: NaiveBackend<Float>())
      #expect(!expected.isEmpty)
      for backend in backends {
        let outputs = try workload.body.outputs(on: backend)
        let verification = Verification(of: outputs, with: expected)
        #expect(verification.problem == nil, "\(workload.name) on \(backend.name)")
      }
      for place in expected.indices {
        expectNarrowBounds(expected[place], "\(workload.name): \(expected[place].name)")
        expectFindsMistake(in: expected, at: place, &random)
      }
    }
  }

  private func expectNarrowBounds(_ expected: ExpectedOutput, _ what: String) {
    let squares = expected.values.reduce(0) { $0 + Double($1) * Double($1) }
    let typical = (squares / Double(expected.values.count)).squareRoot()
    #expect((expected.bounds.max() ?? 0) < 0.25 * typical, "\(what)")
  }

  private func expectFindsMistake(
    in expected: [ExpectedOutput], at place: Int, _ random: inout RandomSource
  ) {
    var outputs = expected.map(\.values)
    let index = random.integer(below: outputs[place].count)
    outputs[place][index] += max(4 * Float(expected[place].bounds[index]), 1e-3)
    let verification = Verification(of: outputs, with: expected)
    #expect(verification.problem?.hasPrefix("\(expected[place].name)[\(index)]") == true)
    outputs[place].removeLast()
    #expect(Verification(of: outputs, with: expected).problem != nil)
  }

  @Test func preparedWorkRuns() throws {
    for workload in try Self.light() where workload.body.work.flops < 1e7 {
      let run = try workload.body.prepare(on: SIMDBackend(threadCount: 1))
      try run(2)
    }
  }

  @Test func quickOnesAreFewAndOfAllSuites() throws {
    let quick = try Workload.all().filter(\.isQuick)
    #expect((8...20).contains(quick.count))
    #expect(Set(quick.map(\.suite)) == Set(WorkloadSuite.allCases))
  }
}

/// Which workloads a suite and a pattern choose.
@Suite struct WorkloadSelectionTests {
  private func names(_ scope: WorkloadSelection.Scope?, _ pattern: String?) throws -> [String] {
    try WorkloadSelection(scope: scope, pattern: pattern).chosen(from: Workload.all()).map(\.name)
  }

  @Test func choosesBySuite() throws {
    let all = try names(.all, nil)
    #expect(all.count > 40)
    #expect(try names(nil, nil) == names(.quick, nil))
    #expect(try names(.lenet5, nil).allSatisfy { $0.hasPrefix("lenet5/") })
    #expect(try names(.gemm, nil).allSatisfy { $0.hasPrefix("gemm/") })
    let parts = try names(.lenet5, nil) + names(.gemm, nil) + names(.ops, nil)
    #expect(parts.sorted() == all.sorted())
  }

  @Test func choosesByName() throws {
    #expect(try names(nil, "gemm/1024x1024x1024") == ["gemm/1024x1024x1024"])
    #expect(try names(nil, "convolution2D/c1/b128") == ["convolution2D/c1/b128"])
    #expect(try names(nil, "^linear/.*backward$").count == 3)
    #expect(try names(.lenet5, "gemm").isEmpty)
    #expect(try names(nil, "nothing").isEmpty)
  }

  @Test func refusesWhatIsNoPattern() {
    #expect(throws: WorkloadSelectionError.self) {
      try WorkloadSelection(scope: nil, pattern: "gemm/(")
    }
  }
}
