/// A model layer by layer: output shapes, parameters, multiply-adds.
public struct Summary: Hashable, Sendable {
  /// One layer.
  public struct Row: Hashable, Sendable {
    /// The layer's name and type.
    public let layer: String
    /// The shape of its output, for one input, without the batch.
    public let output: Shape
    /// The number of learned scalars.
    public let parameters: Int
    /// Multiplications and additions for one input, in pairs.
    public let multiplyAdds: Int
  }

  /// The model's name.
  public let name: String
  /// The shape of one input, without the batch.
  public let input: Shape
  /// The layers, in order.
  public let rows: [Row]

  /// Walks through a model with an input of the given shape (without the batch).
  ///
  /// - Throws: `TensorError` if the input does not fit.
  public init<B: Backend>(_ model: some Layer<B>, input: Shape) throws(TensorError) {
    name = model.name
    self.input = input
    rows = try Self.rows(model, path: nil, input: Shape([1] + input.extents))
  }

  /// The number of learned scalars.
  public var parameters: Int { rows.reduce(0) { $0 + $1.parameters } }
  /// Multiplications and additions for one input, in pairs.
  public var multiplyAdds: Int { rows.reduce(0) { $0 + $1.multiplyAdds } }

  /// A layer, or those inside it, and with an ensemble's members the mean of what they give.
  ///
  /// `path` is what comes before its name; `nil` for the model, whose name is left out.
  private static func rows<B: Backend>(
    _ layer: some Layer<B>, path: String?, input: Shape
  ) throws(TensorError) -> [Row] {
    let inner = path.map { "\($0)\(layer.name)." } ?? ""
    if let ensemble = layer as? Ensemble<B> {
      var rows: [Row] = []
      for member in ensemble.members {
        rows += try inside(layer.name) { () throws(TensorError) in
          try self.rows(member, path: inner, input: input)
        }
      }
      let mean = try row(layer, path: path ?? "", input: input)
      return rows + [Row(layer: mean.layer, output: mean.output, parameters: 0, multiplyAdds: 0)]
    }
    guard !layer.parts.isEmpty else { return [try row(layer, path: path ?? "", input: input)] }
    return try inside(layer.name) { () throws(TensorError) in
      var shape = input
      var rows: [Row] = []
      for part in layer.parts {
        rows += try self.rows(part, path: inner, input: shape)
        shape = try part.outputShape(for: shape)
      }
      return rows
    }
  }

  private static func row<B: Backend>(
    _ layer: some Layer<B>, path: String, input: Shape
  ) throws(TensorError) -> Row {
    let output = try layer.outputShape(for: input)
    let type = "\(type(of: layer))".prefix { $0 != "<" }
    return Row(
      layer: "\(path)\(layer.name) (\(type))", output: Shape(Array(output.extents.dropFirst())),
      parameters: try layer.parameterCount, multiplyAdds: try layer.multiplyAdds(for: input))
  }
}

extension Summary: CustomStringConvertible {
  /// A table, as Keras prints it.
  public var description: String {
    let header = ["Layer (type)", "Output shape", "Parameters", "Multiply-adds"]
    let body = rows.map {
      [$0.layer, $0.output.description, grouped($0.parameters), grouped($0.multiplyAdds)]
    }
    let total = ["Total", "", grouped(parameters), grouped(multiplyAdds)]
    let table = [header] + body + [total]
    let widths = header.indices.map { column in table.map { $0[column].count }.max() ?? 0 }
    func line(_ cells: [String]) -> String {
      cells.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - cells[column].count)
        return column < 2 ? cells[column] + space : space + cells[column]
      }.joined(separator: "  ").trimmedAtEnd
    }
    let rule = String(repeating: "─", count: widths.reduce(0, +) + 2 * (widths.count - 1))
    let lines = ["\(name), input \(input)", rule, line(header), rule] + body.map(line)
    return (lines + [rule, line(total)]).joined(separator: "\n")
  }

  private func grouped(_ number: Int) -> String {
    var groups: [Substring] = []
    var digits = Substring(String(number))
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits = digits.dropLast(3)
    }
    return ([digits] + groups).joined(separator: ",")
  }
}

extension String {
  /// Without spaces at the end.
  fileprivate var trimmedAtEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
