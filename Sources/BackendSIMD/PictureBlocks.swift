/// A batch cut into blocks of neighbouring pictures, the same for any number of threads.
///
/// Each takes an eighth of what is left, so that blocks grow small towards the end: the last thread
/// to finish then keeps the others waiting for a few pictures only.
struct PictureBlocks {
  /// Where each block begins, and at last the batch's end.
  private let bounds: [Int]

  init(batch: Int) {
    let unit = max((batch + 31) / 32, 1)
    var bounds = [0]
    var start = 0
    while start < batch {
      let share = (batch - start + 7) / 8
      start = min(start + (share + unit - 1) / unit * unit, batch)
      bounds.append(start)
    }
    self.bounds = bounds
  }

  /// The number of blocks.
  var count: Int { bounds.count - 1 }

  /// The pictures of a block.
  func pictures(_ block: Int) -> Range<Int> { bounds[block]..<bounds[block + 1] }
}
