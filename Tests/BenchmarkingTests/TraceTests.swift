import BackendConformance
import BackendNaive
import BackendSIMD
import Benchmarking
import DLCore
import Dispatch
import Foundation
import Testing

@Suite struct TracedBackendTests {
  /// Without an implementation of its own, a requirement would go to the base unrecorded.
  @Test func keepsTheContractAndRecordsEveryRequirement() throws {
    let recorder = TraceRecorder()
    let suite = ConformanceSuite(
      size: .quick, conditions: [.alone], filter: try ConformanceFilter("^(?!onnx|torch)\\w+/"))
    let report = suite.run(
      ConformanceSubject("traced") { _ in Traced(NaiveBackend<Float>(), recorder: recorder) })
    #expect(report.isSuccess, "\(report)")
    #expect(report.uncovered == [])
    let recorded = Set(recorder.events.compactMap { $0.name.split(separator: " ").first })
    let silent: Set<Requirement> = [.name, .threadCount, .isInterchangeable]
    for requirement in Requirement.allCases where !silent.contains(requirement) {
      #expect(recorded.contains(requirement.rawValue[...]), "\(requirement)")
    }
  }

  @Test func saysShapesAndOperations() throws {
    let backend = Traced(NaiveBackend<Float>())
    let geometry = MatrixProductGeometry(rows: 2, columns: 3, inner: 4, transposesRHS: true)
    let lhs = [Float](repeating: 1, count: 8)
    let rhs = [Float](repeating: 1, count: 12)
    #expect(backend.matrixProduct(lhs, rhs, geometry) == [Float](repeating: 4, count: 6))
    let event = try #require(backend.recorder.events.first)
    #expect(event.name == "matrixProduct" && event.kind == .operation)
    #expect(event.work.text == "lhs 2x4, rhs 3x4, output 2x3")
    #expect(event.work.flops == 48)
    #expect(event.work.bytes == 4 * (8 + 12 + 6))
  }

  @Test func eachThreadHasANumber() {
    let backend = Traced(NaiveBackend<Float>())
    let team = WorkerTeam(count: 3)
    let barrier = DispatchSemaphore(value: 0)
    team.run { worker in
      // All run at once, so that no thread serves two workers.
      if worker < 2 { barrier.wait() } else { (0..<2).forEach { _ in barrier.signal() } }
      for _ in 0..<50 { _ = backend.unary(.relu, [1, 2], count: 2) }
    }
    let events = backend.recorder.events
    #expect(events.count == 150)
    let threads = Dictionary(grouping: events, by: \.thread)
    #expect(threads.keys.allSatisfy { (1...3).contains($0) })
    for events in threads.values { expectNested(events) }
  }

  @Test func typedErrorsPass() {
    struct Refusal: Error {}
    let recorder = TraceRecorder()
    #expect(throws: Refusal.self) {
      try recorder.phase("refused") { () throws(Refusal) in throw Refusal() }
    }
    #expect(recorder.events.map(\.name) == ["refused"])
    recorder.removeAll()
    #expect(recorder.events.isEmpty)
  }
}

@Suite struct TrainingTraceTests {
  private let trace: TrainingTrace

  init() throws {
    trace = try TrainingTrace(on: SIMDBackend(threadCount: 2), batchSize: 4, warmUp: 1)
  }

  @Test func eventsNest() {
    expectNested(trace.events)
    #expect(trace.events.first?.name == "step")
    #expect(
      trace.events.filter { $0.kind == .phase }.map(\.name) == [
        "step", "batch", "forward", "backward", "update", "read the loss",
      ])
  }

  @Test func stepHasTheLayersOfLeNet5() {
    func count(_ name: String) -> Int { trace.events.count { $0.name == name } }
    #expect(count("convolution2DReLUMaxPool2D") == 2)
    #expect(count("convolution2DReLUMaxPool2DGradients") == 2)
    #expect(count("linear") == 3)
    #expect(count("linearGradients") == 3)
    #expect(count("adamUpdate") == 10)
    // Forward and both gradients, but none of the pictures.
    let flops = trace.events.filter { $0.name != "adamUpdate" }.reduce(0) { $0 + $1.work.flops }
    let sums = 4 * 2 * (3 * LeNet5Size.multiplyAdds - LeNet5Size.firstMultiplyAdds)
    #expect(abs(flops / Double(sums) - 1) < 0.01)
  }

  @Test func chromeTraceIsWhatPerfettoReads() throws {
    struct Trace: Decodable {
      struct Event: Decodable {
        var name: String
        var ph: String
        var pid: Int
        var tid: Int
        var ts: Double?
        var dur: Double?
      }
      var traceEvents: [Event]
    }
    let text = try trace.chromeJSON(environment: .init())
    let events = try JSONDecoder().decode(Trace.self, from: Data(text.utf8)).traceEvents
    let complete = events.filter { $0.ph == "X" }
    #expect(complete.count == trace.events.count)
    #expect(events.count { $0.ph == "M" } == events.count - complete.count)
    #expect(Set(events.map(\.pid)) == [1])
    #expect(complete.allSatisfy { ($0.ts ?? -1) >= 0 && ($0.dur ?? -1) >= 0 })
    #expect(complete.compactMap(\.ts).min() == 0)
    let named = Set(events.filter { $0.name == "thread_name" }.map(\.tid))
    #expect(named == Set(complete.map(\.tid)))
    #expect(
      text.contains("\"shapes\":\"input 4x1x28x28, weights 6x1x5x5, bias 6, output 4x6x14x14\""))
  }
}

@Suite struct TraceSummaryTests {
  private func event(
    _ name: String, _ start: Int64, _ duration: Int64, kind: TraceEvent.Kind = .operation,
    thread: Int = 1, flops: Double = 0
  ) -> TraceEvent {
    TraceEvent(
      name: name, kind: kind, thread: thread, start: start, duration: duration,
      work: TracedWork(shapes: [], flops: flops, bytes: 0))
  }

  @Test func timeInsideBelongsToTheInnerCall() {
    let summary = TraceSummary([
      event("step", 0, 1000, kind: .phase), event("outer", 100, 600), event("inner", 200, 100),
      event("innermost", 210, 50), event("inner", 400, 100), event("outer", 700, 100),
    ])
    let times = Dictionary(
      uniqueKeysWithValues: summary.rows.map { ($0.operation, ($0.seconds * 1e9).rounded()) })
    #expect(times == ["outer": 500, "inner": 150, "innermost": 50])
    #expect(summary.rows.map(\.operation) == ["outer", "inner", "innermost"])
    #expect(summary.rows.map(\.count) == [2, 2, 1])
    #expect((summary.secondsOutside * 1e9).rounded() == 300)
    #expect(abs(summary.rows.reduce(0) { $0 + $1.share } - 0.7) < 1e-12)
  }

  @Test func threadsDoNotNestInEachOther() {
    let summary = TraceSummary([
      event("a", 0, 100, thread: 1), event("b", 10, 50, thread: 2),
    ])
    #expect(summary.rows.map { ($0.seconds * 1e9).rounded() } == [100, 50])
  }

  @Test func rateIsThatOfAllCalls() {
    let summary = TraceSummary([event("a", 0, 100, flops: 500), event("a", 100, 100, flops: 500)])
    #expect(abs((summary.rows.first?.gflops ?? 0) - 5) < 1e-9)
  }

  @Test func tableEndsWithTheSums() throws {
    let events = (0..<5).map { event("operation \($0)", Int64(100 * $0), 90 - Int64($0)) }
    let table = TraceSummary(events).table(top: 2)
    #expect(
      table.rows.map(\.first) == [
        "operation 0", "operation 1", "3 others", "outside of operations", "all",
      ])
    #expect(try TraceSummary(events).text(as: .csv, top: 2).split(separator: "\n").count == 6)
    #expect(TraceSummary([]).table().rows.count == 2)
  }
}

/// Events of one thread lie inside each other or apart, never across.
private func expectNested(_ events: [TraceEvent]) {
  var open: [TraceEvent] = []
  for event in events {
    while let last = open.last, last.thread != event.thread || last.end <= event.start {
      open.removeLast()
    }
    if let around = open.last {
      #expect(event.end <= around.end, "\(event.name) hangs out of \(around.name)")
    }
    open.append(event)
  }
}
