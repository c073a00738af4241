import SIMDKernelTable

/// Copies lines of scalars into panels: of each line `panelWidth` scalars go to the first panel, as
/// many to the next, and so on.
///
/// Reads `count` lines of `width` scalars at a stride, and writes `count` lines of `panelWidth`
/// scalars of each panel that `width` scalars need, the last filled up with zeros. A panel's width
/// is a multiple of a vector's.
func packLines(_ arguments: PackArguments) {
  let (width, panelWidth) = (arguments.width, arguments.panelWidth)
  for line in 0..<arguments.count {
    let source = arguments.source + line * arguments.stride
    var target = arguments.target + line * panelWidth
    var panel = 0
    while panel < width {
      for column in stride(from: 0, to: panelWidth, by: laneCount) {
        let rest = min(max(width - panel - column, 0), laneCount)
        store(load(first: rest, source + panel + column), target + column)
      }
      panel += panelWidth
      target += arguments.count * panelWidth
    }
  }
}

/// Transposes: copies `width` lines of `count` scalars to `count` lines of `panelWidth`.
///
/// Reads `width` lines of `count` scalars at a stride, and writes `count` lines of `panelWidth`,
/// filled up with zeros. The width of a panel is a multiple of 4, and at least `width`.
func packTransposed(_ arguments: PackArguments) {
  var line = 0
  while line < arguments.panelWidth {
    if line + 4 <= arguments.width {
      transposeFour(arguments, from: line)
    } else {
      transposeRest(arguments, from: line)
    }
    line += 4
  }
}

/// Transposes four lines, four scalars of each at a time.
@inline(__always)
private func transposeFour(_ arguments: PackArguments, from line: Int) {
  let (stride, panelWidth) = (arguments.stride, arguments.panelWidth)
  var source = arguments.source + line * stride
  var target = arguments.target + line
  for _ in 0..<arguments.count / 4 {
    let columns = transposed(
      loadFour(source), loadFour(source + stride), loadFour(source + 2 * stride),
      loadFour(source + 3 * stride))
    for place in 0..<4 { storeFour(columns[place], target + place * panelWidth) }
    source += 4
    target += 4 * panelWidth
  }
  for place in 0..<arguments.count % 4 {
    let column = SIMD4(
      source[place], source[stride + place], source[2 * stride + place],
      source[3 * stride + place])
    storeFour(column, target + place * panelWidth)
  }
}

/// Transposes the fewer than four last lines, and writes zeros for those that are missing.
@inline(__always)
private func transposeRest(_ arguments: PackArguments, from line: Int) {
  let width = arguments.width - line
  for place in 0..<arguments.count {
    var four = SIMD4<Float>(0, 0, 0, 0)
    let source = arguments.source + line * arguments.stride + place
    if width > 0 { four[0] = source[0] }
    if width > 1 { four[1] = source[arguments.stride] }
    if width > 2 { four[2] = source[2 * arguments.stride] }
    storeFour(four, arguments.target + place * arguments.panelWidth + line)
  }
}
