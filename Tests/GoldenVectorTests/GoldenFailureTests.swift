import BackendConformance
import BackendNaive
import DLCore
import Testing

/// The check can fail: a golden value that is wrong is noticed, in every case and every result.
@Suite struct GoldenFailureTests {
  /// One element of one result, moved a little further than the bound lets it be off.
  @Test func everyAlteredElementIsNoticed() throws {
    let backend = NaiveBackend<Float>()
    var altered = 0
    for golden in try GoldenCases.all() {
      for copy in Self.alterations(of: golden) {
        altered += 1
        #expect(throws: GoldenError.self, "\(golden.name)") { try copy.run(on: backend) }
      }
    }
    #expect(altered > 4000)
  }

  @Test func anotherShapeIsNoticed() throws {
    var golden = try #require(try Self.named("onnx/test_relu"))
    golden.record.outputs[0].array.shape = [60]
    let error = #expect(throws: GoldenError.self) { try golden.run(on: NaiveBackend<Float>()) }
    #expect(
      error?.description == "onnx/test_relu: output0 has shape [3, 4, 5], expected [60]")
  }

  @Test func theFirstWrongElementIsNamed() throws {
    var golden = try #require(try Self.named("onnx/test_add"))
    golden.record.outputs[0].array.scalars[7] = 100
    let error = #expect(throws: GoldenError.self) { try golden.run(on: NaiveBackend<Float>()) }
    let text = try #require(error?.description)
    #expect(text.hasPrefix("onnx/test_add: output0[0, 1, 2] is "))
    #expect(text.hasSuffix(", expected 100.0 within 0.0"))
  }

  @Test func aMissingResultIsNoticed() throws {
    var golden = try #require(try Self.named("onnx/test_relu"))
    golden.record.outputs.append(golden.record.outputs[0])
    #expect(throws: GoldenError.self) { try golden.run(on: NaiveBackend<Float>()) }
  }

  private static func named(_ name: String) throws -> GoldenCase? {
    try GoldenCases.all().first { $0.name == name }
  }

  /// Copies of a case, each with the last element of one result altered.
  private static func alterations(of golden: GoldenCase) -> [GoldenCase] {
    var copies: [GoldenCase] = []
    for place in golden.record.outputs.indices {
      var copy = golden
      if alter(&copy.record.outputs[place]) { copies.append(copy) }
    }
    for number in golden.record.gradients.keys.sorted() {
      guard var gradient = golden.record.gradients[number], alter(&gradient) else { continue }
      var copy = golden
      copy.record.gradients[number] = gradient
      copies.append(copy)
    }
    return copies
  }

  /// Moves the last element, by four times its bound and at least by a millionth; an empty result
  /// has none.
  private static func alter(_ expectation: inout GoldenExpectation) -> Bool {
    guard let last = expectation.array.scalars.indices.last else { return false }
    let value = expectation.array.scalars[last]
    guard value.isFinite else {
      expectation.array.scalars[last] = 1
      return true
    }
    let shift = 4 * expectation.bound(at: last) + Double(value.magnitude) * 1e-6 + 1e-30
    // Away from the largest number, which the sum may not pass.
    expectation.array.scalars[last] = Float(Double(value) + (value > 0 ? -shift : shift))
    return true
  }
}
