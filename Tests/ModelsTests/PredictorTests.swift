import BackendNaive
import BackendSIMD
import DLCore
import Dispatch
import Models
import Testing

/// Prepared models compute what models compute.
@Suite struct PredictorTests {
  @Test(arguments: PredictorPlace.allCases, ModelChoice.allCases)
  func models(place: PredictorPlace, choice: ModelChoice) throws {
    func check<B: Backend<Float>>(_ backend: B) throws {
      func check<M: Model<B>>(_ model: M) throws {
        let model = try model.randomized()
        let predictor = try Predictor(model, batchSize: 3)
        #expect(predictor.exampleShape == [1, 28, 28])
        #expect(predictor.resultShape == [10])
        for batch in [1, 3, 7] { try expectAgreement(predictor, model, batch) }
      }
      try check(choice.make(on: backend, seed: 3))
    }
    try check(place.backend())
  }

  @Test(arguments: PredictorPlace.allCases.filter { $0 != .naive })
  func largeBatches(place: PredictorPlace) throws {
    func check<B: Backend<Float>>(_ backend: B) throws {
      let model = try LeNet5(on: backend, seed: 3).randomized()
      try expectAgreement(try Predictor(model), model, 300)
    }
    try check(place.backend())
  }

  @Test(arguments: PredictorPlace.allCases, OddNet.allCases)
  func oddNets(place: PredictorPlace, net: OddNet) throws {
    func check<B: Backend<Float>>(_ backend: B) throws {
      let layer = try net.make(on: backend).randomized()
      let predictor = try Predictor(layer, exampleShape: net.input, on: backend)
      for batch in [1, 3, 17, 0] { try expectAgreement(predictor, layer, batch) }
    }
    try check(place.backend())
  }

  /// A convolution's sums are made in the same order as without a predictor.
  @Test(arguments: InstructionSet.allCases) func convolutionsHaveTheSameBits(set: InstructionSet)
    throws
  {
    let backend = SIMDBackend(threadCount: 1, instructionSet: set)
    let net = OddNet.convolutionOnly
    let layer = try net.make(on: backend).randomized()
    let input = try Tensor(
      noise(4 * net.input.count), shape: Shape([4] + net.input.extents), on: backend)
    let predictor = try Predictor(layer, exampleShape: net.input, on: backend)
    #expect(try predictor(input).scalars == layer(input).scalars)
  }

  /// An example's result is the same bit by bit, alone or among others, on any number of threads.
  @Test(arguments: PredictorPlace.allCases.filter { ![.naive, .blas].contains($0) })
  func resultsDoNotDependOnCompany(place: PredictorPlace) throws {
    func results<B: Backend<Float>>(_ backend: B, at once: Int) throws -> [Float] {
      let predictor = try Predictor(LeNet5(on: backend, seed: 3).randomized())
      let input = noise(60 * 784)
      return try stride(from: 0, to: 60, by: once).flatMap { first in
        try predictor.predict(Array(input[(first * 784)..<(min(first + once, 60) * 784)]))
      }
    }
    let alone = try results(place.backend(threads: 1), at: 1)
    for (threads, once) in [(1, 60), (2, 60), (3, 31), (2, 7), (3, 12), (4, 5)] {
      #expect(try results(place.backend(threads: threads), at: once) == alone)
    }
  }

  @Test(arguments: PredictorPlace.allCases) func isASnapshot(place: PredictorPlace) throws {
    func check<B: Backend<Float>>(_ backend: B) throws {
      var model = try LeNet5(on: backend, seed: 3)
      let predictor = try Predictor(model)
      let input = noise(784)
      let before = try predictor.predict(input)
      try model.visitParameters { (_, tensor) throws(TensorError) in tensor = tensor * 0 }
      #expect(try predictor.predict(input) == before)
    }
    try check(place.backend())
  }

  /// NaN reaches the result of its picture, and no other's; so does infinity, as some number.
  @Test(arguments: PredictorPlace.allCases) func strangeNumbers(place: PredictorPlace) throws {
    func check<B: Backend<Float>>(_ backend: B) throws {
      let predictor = try Predictor(LeNet5(on: backend, seed: 3).randomized())
      let clean = noise(3 * 784)
      let expected = try predictor.predict(clean)
      for (number, pixel) in [(Float.nan, 0), (.nan, 400), (.nan, 783), (.infinity, 300)] {
        var input = clean
        input[784 + pixel] = number
        for _ in 0..<2 {
          let results = try predictor.predict(input)
          #expect(results[..<10] == expected[..<10])
          #expect(results[20...] == expected[20...])
          if number.isNaN { #expect(results[10..<20].allSatisfy { $0.isNaN }) }
        }
        #expect(try predictor.predict(clean) == expected)
      }
    }
    try check(place.backend())
  }

  @Test(arguments: PredictorPlace.allCases) func severalThreadsAtOnce(place: PredictorPlace) throws
  {
    func check<B: Backend<Float>>(_ backend: B) throws {
      let predictor = try Predictor(LeNet5(on: backend, seed: 3).randomized())
      let inputs = (0..<8).map { noise(784 * ($0 % 3 + 1), seed: UInt64($0)) }
      let expected = try inputs.map { try predictor.predict($0) }
      nonisolated(unsafe) var isRight = [Bool](repeating: false, count: 64)
      isRight.withUnsafeMutableBufferPointer { isRight in
        nonisolated(unsafe) let isRight = isRight
        DispatchQueue.concurrentPerform(iterations: 64) { index in
          isRight[index] = (try? predictor.predict(inputs[index % 8])) == expected[index % 8]
        }
      }
      #expect(isRight.allSatisfy { $0 })
    }
    try check(place.backend())
  }

  @Test(arguments: InstructionSet.allCases) func takesNoMemoryAfterTheFirstCall(set: InstructionSet)
    throws
  {
    let pool = BufferPool()
    let backend = SIMDBackend(threadCount: 2, instructionSet: set, pool: pool)
    let predictor = try Predictor(LeNet5(on: backend, seed: 3))
    let input = noise(784)
    var results = [Float](repeating: 0, count: 10)
    var span = results.mutableSpan
    try predictor.predict(input.span, into: &span)
    let statistics = pool.statistics
    for _ in 0..<10 { try predictor.predict(input.span, into: &span) }
    #expect(pool.statistics == statistics)
  }

  /// Kernels stay inside their buffers.
  @Test(arguments: InstructionSet.allCases, OddNet.allCases)
  func memoryIsRespected(set: InstructionSet, net: OddNet) throws {
    for guarding in [BufferPool.Guarding.redZones, .pageEnd] {
      let pool = BufferPool(guarding: guarding)
      let backend = SIMDBackend(threadCount: 1, instructionSet: set, pool: pool)
      let layer = try net.make(on: backend).randomized()
      let predictor = try Predictor(layer, exampleShape: net.input, on: backend)
      for batch in [1, 13] { try expectAgreement(predictor, layer, batch) }
      #expect(pool.takeViolations() == [])
    }
  }

  private func expectAgreement<L: Layer>(
    _ predictor: Predictor<L.B>, _ layer: L, _ batch: Int
  ) throws where L.B.Scalar == Float {
    let input = noise(batch * predictor.exampleShape.count)
    let tensor = try Tensor(
      input, shape: Shape([batch] + predictor.exampleShape.extents), on: predictor.backend)
    let wanted = try layer(tensor)
    let given = try predictor(tensor)
    #expect(given.shape == wanted.shape)
    let (expected, results) = (wanted.scalars, given.scalars)
    let size = expected.reduce(0) { max($0, abs($1)) }
    let distance = zip(expected, results).reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(distance <= 2e-5 * size, "batch of \(batch)")
    #expect(batch == 0 || size > 0)
    #expect(try predictor.predict(input) == results)
  }
}
