import DLCore
import Datasets

extension Workload {
  /// All workloads of this library, in the order in which they are run.
  ///
  /// - Throws: if the digits to train on cannot be drawn.
  public static func all() throws -> [Workload] {
    try networks() + matrixProducts + layers() + elementwise
  }

  private static func networks() throws -> [Workload] {
    let digits = try DrawnDigits(count: 512)
    let training = [32, 128].map { batch in
      Workload(
        "lenet5/train/b\(batch)", suite: .lenet5, isQuick: true,
        body: TrainingStep(digits: digits, batch: batch))
    }
    let inference = [1, 32, 256].map { batch in
      Workload(
        "lenet5/infer/b\(batch)", suite: .lenet5, isQuick: true,
        body: Inference(digits: digits, batch: batch))
    }
    return training + inference
  }

  private static var matrixProducts: [Workload] {
    let cubes = [128, 256, 512, 1024].map { side in
      product(rows: side, columns: side, inner: side, isQuick: side == 256)
    }
    return cubes + [
      // LeNet-5's first fully connected layer, for a batch and for one picture.
      product(rows: 128, columns: 120, inner: 400, isQuick: true),
      product(rows: 1, columns: 120, inner: 400),
      product(batch: 64, rows: 64, columns: 64, inner: 64),
    ]
  }

  private static func product(
    batch: Int = 1, rows: Int, columns: Int, inner: Int, isQuick: Bool = false
  ) -> Workload {
    let geometry = MatrixProductGeometry(batch: batch, rows: rows, columns: columns, inner: inner)
    let prefix = batch > 1 ? "\(batch)x" : ""
    return Workload(
      "gemm/\(prefix)\(rows)x\(columns)x\(inner)", suite: .gemm, isQuick: isQuick,
      body: MatrixProduct(geometry: geometry))
  }

  private static var elementwise: [Workload] {
    let million = 1 << 20
    let rows = ReductionGeometry(outer: 1024, count: 1024, inner: 1)
    let columns = ReductionGeometry(outer: 1, count: 1024, inner: 1024)
    let bodies: [(String, Bool, any WorkloadBody)] = [
      ("adam/61706", true, OptimizerStep(count: LeNet5Size.parameters)),
      ("add/1M", false, ElementwiseSum(count: million)),
      ("relu/1M", false, ElementwiseFunction(operation: .relu, count: million, ulps: 0)),
      ("exp/1M", true, ElementwiseFunction(operation: .exponential, count: million, ulps: 2)),
      ("tanh/1M", false, ElementwiseFunction(operation: .tanh, count: million, ulps: 3)),
      (
        "sum/1M", false,
        SumReduction(geometry: ReductionGeometry(outer: 1, count: million, inner: 1))
      ),
      ("sum/rows/1024x1024", false, SumReduction(geometry: rows)),
      ("sum/columns/1024x1024", false, SumReduction(geometry: columns)),
      ("softmax/1024x1024", false, Softmax(geometry: rows)),
      ("transpose/1024x1024", false, Transposition(side: 1024)),
      ("copy/8M", true, Copy(half: 4 * million)),
    ]
    return bodies.map { Workload($0, suite: .ops, isQuick: $1, body: $2) }
  }
}
