import SIMDKernelTable

/// Adds patches to the windows of a picture, one after another, as windows overlap.
func addToWindows(_ arguments: WindowArguments) {
  let whole = arguments.run / laneCount * laneCount
  // Lanes behind the run belong to the window's neighbours and keep what they have.
  let mask = firstLanes(arguments.run - whole)
  for index in 0..<arguments.count {
    var patch = arguments.patches + index * arguments.patchStride
    var window = arguments.picture + arguments.places[index]
    for _ in 0..<arguments.rows {
      for lane in stride(from: 0, to: whole, by: laneCount) {
        store(load(window + lane) + load(patch + lane), window + lane)
      }
      if whole < arguments.run {
        let old = load(window + whole)
        store(old.replacing(with: old + load(patch + whole), where: mask), window + whole)
      }
      patch += arguments.rowStride
      window += arguments.pictureStride
    }
  }
}
