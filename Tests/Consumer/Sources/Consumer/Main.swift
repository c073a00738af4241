import BackendSIMD
import DLCore
import FileAccess

/// Computes something with a known result, writes it to a weights file, and reads it back.
///
/// The only argument is the path of that file.
@main
struct Consumer {
  static func main() throws {
    let backend = SIMDBackend(threadCount: 2)
    let product = try multiplied(on: backend)
    // Row i of the product is i + 1 times 0² + 1² + … + 16² = 1496.
    let expected = (1...7).map { Float($0 * 1_496) }
    try require(product.scalars == expected, "the product is \(product.scalars), not \(expected)")

    let path = CommandLine.arguments[1]
    let entry = WeightEntry(name: "product", shape: [7, 1], scalars: product.scalars)
    try WeightFile.write(WeightArchive(entries: [entry]), to: path)
    let found = try WeightFile.read(path)["product"]
    try require(found == entry, "\(path) holds \(String(describing: found)), not \(entry)")
    print("a product and a file are right, with \(backend.instructionSet.name) vectors")
  }

  /// The matrix of `(row + 1) · column`, 7 rows of 17, times the column of 0, 1, …, 16.
  private static func multiplied(on backend: SIMDBackend) throws -> Tensor<SIMDBackend> {
    let rows = (0..<7).flatMap { row in (0..<17).map { Float((row + 1) * $0) } }
    let column = try Tensor((0..<17).map { Float($0) }, shape: [17, 1], on: backend)
    return try Tensor(rows, shape: [7, 17], on: backend).matrixProduct(column)
  }

  private static func require(_ isRight: Bool, _ problem: String) throws {
    if !isRight { throw Wrong(description: problem) }
  }
}

struct Wrong: Error, CustomStringConvertible {
  let description: String
}
