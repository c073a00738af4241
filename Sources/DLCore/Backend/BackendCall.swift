/// A call of a backend as a value: which requirement, and with what parameters.
///
/// The one description of every requirement. It holds no storages: those that a call reads and
/// makes stand beside it, in the order of `operands` and `results`. Decorators get it with each
/// call (`BackendDecorator.perform`), so that recording, inspecting or comparing calls takes one
/// function, whatever the requirement.
public enum BackendCall: Hashable, Sendable {
  // Storages.
  case makeStorage(count: Int)
  case withScalars(count: Int)
  // Elements.
  case unary(UnaryOperation, count: Int)
  case unaryGradient(UnaryOperation, count: Int)
  case binary(BinaryOperation, BroadcastGeometry)
  case compare(Comparison, BroadcastGeometry)
  case select(count: Int)
  // Reductions.
  case reduce(Reduction, ReductionGeometry)
  case argumentReduce(Extremum, ReductionGeometry)
  // Products.
  case matrixProduct(MatrixProductGeometry)
  case linear(LinearGeometry, hasBias: Bool)
  case linearGradients(LinearGeometry, wantsInput: Bool, hasBias: Bool)
  // Convolutions.
  case convolution2D(Convolution2DGeometry, hasBias: Bool)
  case convolution2DInputGradient(Convolution2DGeometry)
  case convolution2DWeightGradient(Convolution2DGeometry)
  case convolution2DBiasGradient(Convolution2DGeometry)
  case convolution2DReLUMaxPool2D(Convolution2DGeometry, pool: Pool2DGeometry, hasBias: Bool)
  case convolution2DReLUMaxPool2DGradients(
    Convolution2DGeometry, pool: Pool2DGeometry, wantsInput: Bool, hasBias: Bool)
  // Poolings.
  case maxPool2D(Pool2DGeometry)
  case maxPool2DGradient(Pool2DGeometry)
  case maxPool2DSelected(Pool2DGeometry)
  case averagePool2D(Pool2DGeometry)
  case averagePool2DGradient(Pool2DGeometry)
  // Softmax.
  case softmax(ReductionGeometry)
  case softmaxGradient(ReductionGeometry)
  case logSoftmax(ReductionGeometry)
  case logSoftmaxGradient(ReductionGeometry)
  case softmaxCrossEntropy(labels: [Int32], CrossEntropyGeometry)
  case softmaxCrossEntropyGradient(labels: [Int32], CrossEntropyGeometry)
  // Movements.
  case gatherElements(indices: [Int32], fill: Double)
  case scatterAddElements(indices: [Int32], count: Int)
  case strided(StridedGeometry)
  case stridedGradient(StridedGeometry)
  case pad(PadGeometry, value: Double)
  case concatenate(ConcatenationGeometry)
  // Optimizers.
  case sgdUpdate(SGDStep, count: Int)
  case adamUpdate(AdamStep, count: Int)
  // Inference: making a program ready, and running it.
  case prepareInference(input: Shape)
  case preparedInference(input: Shape, output: Shape)

  /// What a call reads or makes: the name of its parameter, and its shape.
  public struct Operand: Hashable, Sendable {
    /// The name of the parameter, or of the result.
    public var name: String
    /// Its extents.
    public var shape: Shape

    init(_ name: String, _ shape: Shape) {
      self.name = name
      self.shape = shape
    }
  }
}

extension BackendCall: CustomStringConvertible {
  /// The requirement, with its operation if it has several: `unary relu`.
  public var description: String {
    switch self {
    case .unary(let operation, _): "unary \(operation)"
    case .unaryGradient(let operation, _): "unaryGradient \(operation)"
    case .binary(let operation, _): "binary \(operation)"
    case .compare(let comparison, _): "compare \(comparison)"
    case .reduce(let reduction, _): "reduce \(reduction)"
    case .argumentReduce(let extremum, _): "argumentReduce \(extremum)"
    case .preparedInference: "preparedInference"
    default: requirement.rawValue
    }
  }
}
