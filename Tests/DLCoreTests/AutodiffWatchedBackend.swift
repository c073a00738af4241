import BackendNaive
import DLCore
import Synchronization

/// What a `WatchedBackend` was asked to do, and how many of its storages are alive.
final class Watch: Sendable {
  private let names = Mutex<Set<String>>([])
  private let living = Atomic<Int>(0)
  private let made = Atomic<Int>(0)

  /// The names of the requirements that were called.
  var called: Set<String> { names.withLock { $0 } }
  /// The number of storages that something holds.
  var liveStorages: Int { living.load(ordering: .sequentiallyConsistent) }
  /// The number of storages that were ever made.
  var madeStorages: Int { made.load(ordering: .sequentiallyConsistent) }

  func note(_ name: StaticString) {
    names.withLock { _ = $0.insert("\(name)".prefix { $0 != "(" }.description) }
  }

  fileprivate func birth() {
    living.add(1, ordering: .sequentiallyConsistent)
    made.add(1, ordering: .sequentiallyConsistent)
  }

  fileprivate func death() { living.subtract(1, ordering: .sequentiallyConsistent) }
}

/// The naive backend in double precision, under observation.
struct WatchedBackend: Backend {
  typealias Scalar = Double
  typealias MaxPoolSelection = [Int32]

  /// Scalars, with a token that lives as long as anything holds them.
  struct Storage: Sendable {
    fileprivate(set) var values: [Double]
    fileprivate let life: Life
  }

  fileprivate final class Life: Sendable {
    private let watch: Watch
    init(_ watch: Watch) {
      self.watch = watch
      watch.birth()
    }
    deinit { watch.death() }
  }

  let watch: Watch
  private let naive = NaiveBackend<Double>()

  init(_ watch: Watch = Watch()) { self.watch = watch }

  var name: String { "watched" }

  private func made(_ values: [Double], _ name: StaticString = #function) -> Storage {
    watch.note(name)
    return Storage(values: values, life: Life(watch))
  }

  private func made(
    _ found: LayerGradients<[Double]>, _ name: StaticString = #function
  ) -> LayerGradients<Storage> {
    LayerGradients(
      input: found.input.map { made($0, name) }, weights: made(found.weights, name),
      bias: found.bias.map { made($0, name) })
  }
}

extension WatchedBackend {
  func makeStorage(count: Int, fill: (inout MutableSpan<Double>) -> Void) -> Storage {
    made(naive.makeStorage(count: count, fill: fill))
  }

  func withScalars<Result, Failure: Error>(
    of storage: Storage, count: Int, _ body: (Span<Double>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(storage.values.span)
  }

  func unary(_ operation: UnaryOperation, _ input: Storage, count: Int) -> Storage {
    made(naive.unary(operation, input.values, count: count))
  }

  func unaryGradient(
    _ operation: UnaryOperation, input: Storage, output: Storage, gradient: Storage, count: Int
  ) -> Storage {
    made(
      naive.unaryGradient(
        operation, input: input.values, output: output.values, gradient: gradient.values,
        count: count))
  }

  func binary(
    _ operation: BinaryOperation, _ lhs: Storage, _ rhs: Storage, _ geometry: BroadcastGeometry
  ) -> Storage { made(naive.binary(operation, lhs.values, rhs.values, geometry)) }

  func compare(
    _ comparison: Comparison, _ lhs: Storage, _ rhs: Storage, _ geometry: BroadcastGeometry
  ) -> Storage { made(naive.compare(comparison, lhs.values, rhs.values, geometry)) }

  func select(mask: Storage, whenTrue: Storage, whenFalse: Storage, count: Int) -> Storage {
    made(
      naive.select(
        mask: mask.values, whenTrue: whenTrue.values, whenFalse: whenFalse.values, count: count))
  }

  func reduce(_ reduction: Reduction, _ input: Storage, _ geometry: ReductionGeometry) -> Storage {
    made(naive.reduce(reduction, input.values, geometry))
  }

  func argumentReduce(
    _ extremum: Extremum, _ input: Storage, _ geometry: ReductionGeometry
  ) -> [Int32] {
    watch.note(#function)
    return naive.argumentReduce(extremum, input.values, geometry)
  }
}

extension WatchedBackend {
  func matrixProduct(_ lhs: Storage, _ rhs: Storage, _ geometry: MatrixProductGeometry) -> Storage {
    made(naive.matrixProduct(lhs.values, rhs.values, geometry))
  }

  func linear(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: LinearGeometry
  ) -> Storage {
    made(naive.linear(input.values, weights: weights.values, bias: bias?.values, geometry))
  }

  func linearGradients(
    input: Storage, weights: Storage, output: Storage, gradient: Storage,
    _ geometry: LinearGeometry, wantsInput: Bool, hasBias: Bool
  ) -> LayerGradients<Storage> {
    made(
      naive.linearGradients(
        input: input.values, weights: weights.values, output: output.values,
        gradient: gradient.values, geometry, wantsInput: wantsInput, hasBias: hasBias))
  }

  func convolution2D(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: Convolution2DGeometry
  ) -> Storage {
    made(naive.convolution2D(input.values, weights: weights.values, bias: bias?.values, geometry))
  }

  func convolution2DInputGradient(
    weights: Storage, gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    made(
      naive.convolution2DInputGradient(
        weights: weights.values, gradient: gradient.values, geometry))
  }

  func convolution2DWeightGradient(
    input: Storage, gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    made(
      naive.convolution2DWeightGradient(input: input.values, gradient: gradient.values, geometry))
  }

  func convolution2DBiasGradient(
    gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage { made(naive.convolution2DBiasGradient(gradient: gradient.values, geometry)) }

  func convolution2DReLUMaxPool2D(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: Convolution2DGeometry,
    pool: Pool2DGeometry
  ) -> (output: Storage, selection: [Int32]) {
    let (output, selection) = naive.convolution2DReLUMaxPool2D(
      input.values, weights: weights.values, bias: bias?.values, geometry, pool: pool)
    return (made(output), selection)
  }

  func convolution2DReLUMaxPool2DGradients(
    input: Storage, weights: Storage, output: Storage, selection: [Int32], gradient: Storage,
    _ geometry: Convolution2DGeometry, pool: Pool2DGeometry, wantsInput: Bool, hasBias: Bool
  ) -> LayerGradients<Storage> {
    made(
      naive.convolution2DReLUMaxPool2DGradients(
        input: input.values, weights: weights.values, output: output.values, selection: selection,
        gradient: gradient.values, geometry, pool: pool, wantsInput: wantsInput, hasBias: hasBias))
  }
}

extension WatchedBackend {
  func maxPool2D(_ input: Storage, _ geometry: Pool2DGeometry)
    -> (output: Storage, selection: [Int32])
  {
    let (output, selection) = naive.maxPool2D(input.values, geometry)
    return (made(output), selection)
  }

  func maxPool2DGradient(
    _ gradient: Storage, selection: [Int32], _ geometry: Pool2DGeometry
  ) -> Storage { made(naive.maxPool2DGradient(gradient.values, selection: selection, geometry)) }

  func maxPool2DSelected(
    _ input: Storage, selection: [Int32], _ geometry: Pool2DGeometry
  ) -> Storage { made(naive.maxPool2DSelected(input.values, selection: selection, geometry)) }

  func averagePool2D(_ input: Storage, _ geometry: Pool2DGeometry) -> Storage {
    made(naive.averagePool2D(input.values, geometry))
  }

  func averagePool2DGradient(_ gradient: Storage, _ geometry: Pool2DGeometry) -> Storage {
    made(naive.averagePool2DGradient(gradient.values, geometry))
  }
}

extension WatchedBackend {
  func softmax(_ input: Storage, _ geometry: ReductionGeometry) -> Storage {
    made(naive.softmax(input.values, geometry))
  }

  func softmaxGradient(
    output: Storage, gradient: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    made(naive.softmaxGradient(output: output.values, gradient: gradient.values, geometry))
  }

  func logSoftmax(_ input: Storage, _ geometry: ReductionGeometry) -> Storage {
    made(naive.logSoftmax(input.values, geometry))
  }

  func logSoftmaxGradient(
    output: Storage, gradient: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    made(naive.logSoftmaxGradient(output: output.values, gradient: gradient.values, geometry))
  }

  func softmaxCrossEntropy(
    logits: Storage, labels: [Int32], _ geometry: CrossEntropyGeometry
  ) -> (losses: Storage, probabilities: Storage) {
    let (losses, probabilities) = naive.softmaxCrossEntropy(
      logits: logits.values, labels: labels, geometry)
    return (made(losses), made(probabilities))
  }

  func softmaxCrossEntropyGradient(
    probabilities: Storage, labels: [Int32], gradient: Storage, _ geometry: CrossEntropyGeometry
  ) -> Storage {
    made(
      naive.softmaxCrossEntropyGradient(
        probabilities: probabilities.values, labels: labels, gradient: gradient.values, geometry))
  }
}

extension WatchedBackend {
  func gatherElements(_ input: Storage, at indices: [Int32], fill: Double) -> Storage {
    made(naive.gatherElements(input.values, at: indices, fill: fill))
  }

  func scatterAddElements(_ input: Storage, at indices: [Int32], count: Int) -> Storage {
    made(naive.scatterAddElements(input.values, at: indices, count: count))
  }

  func strided(_ input: Storage, _ geometry: StridedGeometry) -> Storage {
    made(naive.strided(input.values, geometry))
  }

  func stridedGradient(_ gradient: Storage, _ geometry: StridedGeometry) -> Storage {
    made(naive.stridedGradient(gradient.values, geometry))
  }

  func pad(_ input: Storage, _ geometry: PadGeometry, value: Double) -> Storage {
    made(naive.pad(input.values, geometry, value: value))
  }

  func concatenate(_ inputs: [Storage], _ geometry: ConcatenationGeometry) -> Storage {
    made(naive.concatenate(inputs.map(\.values), geometry))
  }
}

extension WatchedBackend {
  func sgdUpdate(
    _ parameter: inout Storage, velocity: inout Storage?, gradient: Storage, count: Int,
    _ step: SGDStep
  ) {
    watch.note(#function)
    var values = velocity?.values
    naive.sgdUpdate(
      &parameter.values, velocity: &values, gradient: gradient.values, count: count, step)
    velocity = values.map { made($0) }
  }

  func adamUpdate(
    _ parameter: inout Storage, firstMoment: inout Storage, secondMoment: inout Storage,
    gradient: Storage, count: Int, _ step: AdamStep
  ) {
    watch.note(#function)
    naive.adamUpdate(
      &parameter.values, firstMoment: &firstMoment.values, secondMoment: &secondMoment.values,
      gradient: gradient.values, count: count, step)
  }
}
