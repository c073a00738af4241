import DLCore

/// One case as data: an operation with its attributes, inputs, and what must come out.
package struct GoldenRecord: Sendable {
  /// The name with its source in front.
  package var name: String
  /// The operation, by the name that its source gives it.
  var operation: String
  var attributes: GoldenAttributes
  /// The operands; `nil` for one that is left out.
  var inputs: [GoldenArray?] = []
  package var outputs: [GoldenExpectation] = []
  /// The gradient of the output that the gradients are for, if there are any.
  package var cotangent: GoldenArray?
  /// The gradients by the number of their input.
  package var gradients: [Int: GoldenExpectation] = [:]
}

extension GoldenRecord {
  /// Reads one case of a file.
  package init(_ key: String, in file: GoldenFile) throws(TensorError) {
    var reader = try GoldenRecordReader(key, in: file)
    name = "\(file.source.rawValue)/\(key)"
    attributes = reader.attributes
    operation = try attributes.text("op")
    while let input = try reader.input(inputs.count) { inputs.append(input.array) }
    let ulps = try attributes.numbers("ulps")
    while let output = try reader.array("output\(outputs.count)") {
      outputs.append(try reader.expectation("output\(outputs.count)", output, ulps, outputs.count))
    }
    guard !outputs.isEmpty else { throw GoldenAttributes.error("the case has no output") }
    cotangent = try reader.array("cotangent")
    for number in inputs.indices {
      guard let gradient = try reader.array("gradient\(number)") else { continue }
      let place = outputs.count + gradients.count
      gradients[number] = try reader.expectation("gradient\(number)", gradient, ulps, place)
    }
  }
}

/// Finds the arrays of one case, which may be shared with another or packed into one tensor.
private struct GoldenRecordReader {
  let key: String
  let file: GoldenFile
  let attributes: GoldenAttributes
  private var packed: [String: GoldenArray] = [:]
  /// How each result's error is measured: `-` by its own magnitude, a number, or `*` by elements.
  private let scales: [Substring]
  private var packedScales: ArraySlice<Float> = []

  init(_ key: String, in file: GoldenFile) throws(TensorError) {
    self.key = key
    self.file = file
    attributes = try GoldenAttributes(parsing: file.text(of: key))
    scales = (attributes["scales"] ?? "").split(separator: ",")
    packedScales = file.tensorIfPresent("\(key).scale")?.scalars[...] ?? []
    if let layout = attributes["packed"] { packed = try unpack(layout) }
  }

  /// The array of a role, if the case has one.
  func array(_ role: String) throws(TensorError) -> GoldenArray? {
    if let array = packed[role] { return array }
    if let shared = attributes[role] { return try file.tensor(shared) }
    return file.tensorIfPresent("\(key)/\(role)")
  }

  /// An operand, which may be left out; `nil` behind the last.
  func input(_ number: Int) throws(TensorError) -> (array: GoldenArray?, Void)? {
    if attributes["input\(number)"] == "none" { return (nil, ()) }
    return try array("input\(number)").map { ($0, ()) }
  }

  /// The expectation of a result, whose units are found at a place of the list.
  ///
  /// Must be asked for in the order of the list: packed scales follow one another.
  mutating func expectation(_ role: String, _ array: GoldenArray, _ ulps: [Double], _ place: Int)
    throws(TensorError) -> GoldenExpectation
  {
    guard ulps.indices.contains(place), ulps[place] >= 0, ulps[place].isFinite else {
      throw GoldenAttributes.error("the case has no bound for \(role)")
    }
    return GoldenExpectation(
      role: role, array: array, ulps: ulps[place],
      scale: try scale(role, array, place),
      outer: file.source == .onnx ? (relative: 1e-3, absolute: 1e-7) : nil)
  }

  /// What a result's error is measured by; `nil` for its own magnitude.
  private mutating func scale(
    _ role: String, _ array: GoldenArray, _ place: Int
  ) throws(TensorError) -> [Float]? {
    guard !scales.isEmpty else {
      return try self.array("\(role).scale")?.stretched(to: array.shape)
    }
    guard scales.indices.contains(place) else {
      throw GoldenAttributes.error("the case has no scale for \(role)")
    }
    switch scales[place] {
    case "-": return nil
    case "*":
      let count = array.scalars.count
      guard packedScales.count >= count else {
        throw GoldenAttributes.error("the case's scales are too short for \(role)")
      }
      defer { packedScales = packedScales.dropFirst(count) }
      return Array(packedScales.prefix(count))
    default:
      guard let one = Float(scales[place]) else {
        throw GoldenAttributes.error("the scale '\(scales[place])' is no number")
      }
      return Array(repeating: one, count: array.scalars.count)
    }
  }

  /// Cuts the case's one tensor by a layout such as `input0:2x3,output0:`.
  private func unpack(_ layout: String) throws(TensorError) -> [String: GoldenArray] {
    let whole = try file.tensor(key).scalars
    var start = 0
    var arrays: [String: GoldenArray] = [:]
    for part in layout.split(separator: ",") {
      let fields = part.split(separator: ":", omittingEmptySubsequences: false)
      guard fields.count == 2 else {
        throw GoldenAttributes.error("'\(part)' is no role with a shape")
      }
      let shape = try Self.shape(fields[1])
      let count = shape.count
      guard count <= whole.count - start else {
        throw GoldenAttributes.error("the case's tensor is too short for \(part)")
      }
      arrays[String(fields[0])] = GoldenArray(
        shape: shape, scalars: Array(whole[start..<start + count]))
      start += count
    }
    guard start == whole.count else {
      throw GoldenAttributes.error("\(whole.count - start) scalars of the case's tensor are left")
    }
    return arrays
  }

  /// Reads a shape such as `2x3`; empty text is a scalar's.
  private static func shape(_ text: Substring) throws(TensorError) -> Shape {
    let extents = try text.split(separator: "x").map { part throws(TensorError) in
      guard let extent = Int32(part) else {
        throw GoldenAttributes.error("'\(text)' is no shape")
      }
      return Int(extent)
    }
    return try Shape(extents).validated(for: "golden vector")
  }
}
