import BackendBLAS
import BackendNaive
import BackendSIMD
import DLCore

/// The backends that predictors are tried on.
enum PredictorPlace: String, CaseIterable, Sendable {
  case naive, autodiff, blas, baseline, avx2, avx512

  func backend(threads: Int = 2) -> any Backend<Float> {
    switch self {
    case .naive: NaiveBackend<Float>()
    case .autodiff: Autodiff(SIMDBackend(threadCount: threads))
    case .blas: BLASBackend(threadCount: threads)
    case .baseline: SIMDBackend(threadCount: threads, instructionSet: .baseline)
    case .avx2: SIMDBackend(threadCount: threads, instructionSet: .avx2)
    case .avx512: SIMDBackend(threadCount: threads, instructionSet: .avx512)
    }
  }
}

/// Networks that take every way through a compiled program, and ways past it.
enum OddNet: String, CaseIterable, Sendable {
  case strided, padded, grouped, dilated, deep, wide, convolutionOnly, linearOnly, squashed
  case normalized, tooMuchPooling, empty, nested, ensemble

  /// The shape of an example.
  var input: Shape {
    switch self {
    case .strided: [3, 29, 31]
    case .padded: [1, 9, 40]
    case .grouped: [4, 13, 12]
    case .dilated: [2, 17, 75]
    case .deep: [5, 40, 38]
    case .wide: [2, 12, 12]
    case .convolutionOnly: [2, 11, 23]
    case .linearOnly: [37]
    case .squashed, .normalized, .tooMuchPooling, .nested, .ensemble: [2, 10, 10]
    case .empty: [2, 3, 4]
    }
  }

  func make<B: Backend>(on backend: B) throws(TensorError) -> Sequential<B> {
    let start = Initialization(on: backend, seed: 9)
    func pooled(
      _ name: String, _ inputs: Int, _ outputs: Int, _ kernel: Size2D, stride: Size2D = 1,
      padding: Padding2D = 0, dilation: Size2D = 1, groups: Int = 1, hasBias: Bool = true
    ) throws(TensorError) -> [any Layer<B>] {
      [
        try Conv2D(
          name, from: inputs, to: outputs, kernel: kernel, stride: stride, padding: padding,
          dilation: dilation, groups: groups, hasBias: hasBias, start),
        Activation<B>.relu(), MaxPool2D<B>(window: 2),
      ]
    }
    func linear(_ name: String, _ inputs: Int, _ outputs: Int) throws(TensorError) -> [any Layer<B>]
    {
      [try Linear(name, from: inputs, to: outputs, hasBias: outputs % 2 == 0, start)]
    }
    let layers: [any Layer<B>] =
      switch self {
      case .strided:
        try pooled("c1", 3, 5, Size2D(height: 3, width: 4), stride: Size2D(height: 2, width: 3))
          + [Flatten()] + linear("l1", 5 * 7 * 5, 7)
      case .padded:
        try pooled("c1", 1, 7, 3, padding: Padding2D(top: 2, left: 3, bottom: 0, right: 1))
          + pooled("c2", 7, 9, Size2D(height: 2, width: 3), padding: 2, hasBias: false)
          + [Flatten(), try Dropout(rate: 0.5)] + linear("l1", 9 * 3 * 11, 33)
      case .grouped:
        try pooled("c1", 4, 14, 3, groups: 2) + pooled("c2", 14, 42, 2, padding: 1, groups: 7)
          + [Flatten()] + linear("l1", 42 * 3 * 3, 3) + linear("l2", 3, 130)
      case .dilated:
        try pooled("c1", 2, 3, 3, dilation: Size2D(height: 2, width: 5))
          + pooled("c2", 3, 2, Size2D(height: 1, width: 4), padding: 1, dilation: 3)
          + [Flatten()] + linear("l1", 2 * 4 * 12, 17)
      case .deep:
        try pooled("c1", 5, 20, 3) + pooled("c2", 20, 6, 3, padding: 1)
          + pooled("c3", 6, 35, 3) + [Flatten()] + linear("l1", 35 * 3 * 3, 65)
      case .wide:
        try pooled("c1", 2, 70, 3) + [Flatten()] + linear("l1", 70 * 5 * 5, 48)
      case .convolutionOnly: try pooled("c1", 2, 5, 3) + pooled("c2", 5, 3, 2)
      case .linearOnly:
        try linear("l1", 37, 50) + [Activation.relu("a")] + linear("l2", 50, 1)
          + linear("l3", 1, 81)
      case .squashed:
        try pooled("c1", 2, 3, 3) + [Activation.tanh("t1"), Flatten()] + linear("l1", 48, 20)
          + [Activation.sigmoid("s")] + linear("l2", 20, 19) + [Activation.tanh("t2")]
          + linear("l3", 19, 4) + [Activation.gelu("g")]
      case .normalized:
        [
          try BatchNorm2D("n1", channels: 2, start),
          try Conv2D("c1", from: 2, to: 4, kernel: 3, start), Activation.relu(),
          try BatchNorm2D("n2", channels: 4, start),
        ] + (try pooled("c2", 4, 6, 3)) + [AveragePool2D(window: 2), Flatten()]
          + (try linear("l1", 6, 5))
      case .tooMuchPooling:
        [
          try Conv2D("c1", from: 2, to: 4, kernel: 3, start), Activation.relu(),
          MaxPool2D("p", window: 3, stride: 2, padding: 1), Flatten(),
        ] + (try linear("l1", 64, 6))
      case .empty: [Flatten()]
      case .nested:
        [
          try Sequential("inner", layers: pooled("c1", 2, 3, 3)), Flatten(),
          try Sequential("outer", layers: linear("l1", 48, 4)), Activation.relu(),
        ]
      case .ensemble:
        [
          try Ensemble("pair") { () throws(TensorError) in
            try Sequential("a", layers: pooled("c1", 2, 3, 3) + [Flatten()] + linear("l1", 48, 4))
            try Sequential("b", layers: [Flatten()] + linear("l1", 200, 4))
          }, Activation.relu(),
        ] + (try linear("l2", 4, 3))
      }
    return try Sequential("net", layers: layers)
  }
}

extension Layer where B.Scalar == Float {
  /// The layer with every parameter random, biases and running variances too.
  func randomized() throws -> Self {
    var copy = self
    var random = RandomSource(seed: 77)
    try copy.visitParameters { (_, tensor) throws(TensorError) in
      let spread = 1 / Float(max(tensor.count, 16)).squareRoot() * 3
      tensor = try Tensor(
        (0..<tensor.count).map { _ in Float.random(in: 0.1 * spread...spread, using: &random) }
          .enumerated().map { $0.offset % 3 == 0 ? $0.element : -$0.element * 0.7 }
          .map { tensor.shape.rank == 1 ? abs($0) : $0 },
        shape: tensor.shape, on: tensor.backend)
    }
    return copy
  }
}

/// Pictures of numbers from -1 to 1.
func noise(_ count: Int, seed: UInt64 = 5) -> [Float] {
  var random = RandomSource(seed: seed)
  return (0..<count).map { _ in Float.random(in: -1..<1, using: &random) }
}
