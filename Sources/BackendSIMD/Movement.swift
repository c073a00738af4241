import DLCore
import HostOperations
import SIMDKernelTable

extension SIMDBackend {
  /// Copies a strided view into a dense storage; what changes two dimensions' places in squares.
  public func strided(_ input: Storage, _ geometry: StridedGeometry) -> Storage {
    let view = StridedView(geometry)
    guard let plan = TransposePlan(view) else { return strided(input, view) }
    return make(view.count) { result in
      input.withUnsafePointer { input in
        forEachRange(plan.pieces, workPerElement: plan.rows * TransposePlan.columnsPerPiece) {
          for piece in $0 {
            let part = plan.part(piece)
            kernels.functions.transpose(
              TransposeArguments(
                source: input + part.source, sourceStride: plan.sourceStride,
                target: result + part.target, targetStride: plan.targetStride, rows: plan.rows,
                columns: part.columns))
          }
        }
      }
    }
  }
}

/// A view whose innermost dimension is not the input's: a stack of matrices to be transposed.
private struct TransposePlan {
  /// Columns of a matrix, contiguous in the input, that are one piece of work.
  static let columnsPerPiece = 64
  /// Below this many rows or columns there is no square to be had.
  private static let shortest = 8

  /// The rows of each matrix: the innermost dimension of the result.
  let rows: Int
  /// How far apart they lie in the input.
  let sourceStride: Int
  /// How far apart columns lie in the result.
  let targetStride: Int
  private let columns: Int
  private let strips: Int
  private let offset: Int
  /// The dimensions that are neither rows nor columns, with their strides in input and result.
  private let outer: [(extent: Int, source: Int, target: Int)]

  /// Finds the dimension along which the input is contiguous; `nil` where copying runs is as good.
  init?(_ view: StridedView) {
    guard view.step != 1, view.length >= Self.shortest,
      let contiguous = view.outerStrides.firstIndex(of: 1),
      view.outerExtents[contiguous] >= Self.shortest
    else { return nil }
    let targets = Shape(view.outerExtents + [view.length]).strides
    rows = view.length
    sourceStride = view.step
    columns = view.outerExtents[contiguous]
    targetStride = targets[contiguous]
    strips = (columns + Self.columnsPerPiece - 1) / Self.columnsPerPiece
    offset = view.offset
    outer = view.outerExtents.indices.filter { $0 != contiguous }
      .map { (view.outerExtents[$0], view.outerStrides[$0], targets[$0]) }
  }

  /// The number of pieces of work.
  var pieces: Int { outer.reduce(strips) { $0 * $1.extent } }

  /// Where a piece begins in input and result, and how many columns it has.
  func part(_ piece: Int) -> (source: Int, target: Int, columns: Int) {
    let (matrix, strip) = piece.quotientAndRemainder(dividingBy: strips)
    let first = strip * Self.columnsPerPiece
    var rest = matrix
    var (source, target) = (offset + first, first * targetStride)
    for dimension in outer.reversed() {
      let (quotient, index) = rest.quotientAndRemainder(dividingBy: dimension.extent)
      source += index * dimension.source
      target += index * dimension.target
      rest = quotient
    }
    return (source, target, min(columns - first, Self.columnsPerPiece))
  }
}
