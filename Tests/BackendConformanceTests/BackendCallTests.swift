import BackendConformance
import BackendNaive
import DLCore
import Testing

/// A decorator that compares each call with its description; a storage of the naive backend is an
/// array, and so tells its size.
private struct Described: BackendDecorator {
  let base = NaiveBackend<Float>()
  let mistakes = Mistakes()

  func perform<Result>(
    _ call: @autoclosure () -> BackendCall, reading operands: @autoclosure () -> [[Float]],
    _ body: () -> Result, results: (Result) -> [CallResult<[Float]>]
  ) -> Result {
    let call = call()
    let result = body()
    let (read, made) = (operands().map(\.count), results(result).map(\.count))
    switch call {
    // These may leave the end of what they read alone.
    case .gatherElements, .withScalars:
      mistakes.check(read.count == 1 && read[0] >= call.operands[0].shape.count, call)
    default: mistakes.check(read == call.operands.map(\.shape.count), call)
    }
    mistakes.check(made == call.results.map(\.shape.count), call)
    mistakes.note(call.requirement)
    return result
  }
}

extension CallResult where Storage == [Float] {
  fileprivate var count: Int {
    switch self {
    case .scalars(let storage): storage.count
    case .indices(let indices): indices.count
    }
  }
}

/// Descriptions that were wrong, and the requirements that were described.
private final class Mistakes: Sendable {
  private let state = Lock((wrong: [BackendCall](), seen: Set<Requirement>()))

  var wrong: [BackendCall] { state.withLock { $0.wrong } }
  var seen: Set<Requirement> { state.withLock { $0.seen } }

  func check(_ isRight: Bool, _ call: BackendCall) {
    if !isRight { state.withLock { $0.wrong.append(call) } }
  }

  func note(_ requirement: Requirement) { state.withLock { _ = $0.seen.insert(requirement) } }
}

@Suite struct BackendCallTests {
  @Test func everyCallIsAsDescribed() throws {
    let described = Described()
    let suite = ConformanceSuite(
      size: .quick, conditions: [.alone], filter: try ConformanceFilter("^(?!onnx|torch)\\w+/"))
    let report = suite.run(ConformanceSubject("described") { _ in described })
    #expect(report.isSuccess, "\(report)")
    let wrong = described.mistakes.wrong
    #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(3))")
    let silent: Set<Requirement> = [.name, .threadCount, .isInterchangeable]
    #expect(described.mistakes.seen == Set(Requirement.allCases).subtracting(silent))
  }

  @Test(arguments: [
    (BackendCall.matrixProduct(.init(batch: 2, rows: 3, columns: 4, inner: 5)), 240.0, 376.0),
    (.unary(.relu, count: 7), 7, 56),
    (
      .linearGradients(
        .init(rows: 2, columns: 3, inner: 4, activation: .relu), wantsInput: false, hasBias: true),
      48, 188
    ),
    (.gatherElements(indices: [5, -1, 2], fill: 0), 0, 24),
    (
      .adamUpdate(
        .init(
          learningRate: 1, beta1: 0, beta2: 0, epsilon: 1, weightDecay: 0, isDecoupled: false,
          number: 1), count: 10), 140, 280
    ),
  ])
  func costsAreThoseOfTheTextbook(_ call: BackendCall, flops: Double, bytes: Double) {
    #expect(call.flops == flops)
    #expect(call.bytes(scalarBytes: 4) == bytes)
  }

  @Test func namesSayTheOperation() {
    #expect("\(BackendCall.unary(.relu, count: 1))" == "unary relu")
    #expect("\(BackendCall.select(count: 1))" == "select")
  }
}
