import SIMDKernelTable

/// Works out, window by window, what pooling and rectification let through and where it came from.
///
/// A window's gradient passes where its maximum is above zero; elsewhere zero is written.
func traceWinners(_ arguments: WinnerArguments) {
  let width = Lanes(repeating: arguments.width)
  let zero = Lanes(repeating: 0)
  var start = 0
  while start + laneCount <= arguments.count {
    let isLive = load(arguments.output + start) .> 0
    let gradient = load(arguments.gradient + start)
    store(Vector(repeating: 0).replacing(with: gradient, where: isLive), arguments.scales + start)
    let step = load(arguments.selection + start) &- load(arguments.corners + start)
    let isBelow = step .>= width
    let column = step &- zero.replacing(with: width, where: isBelow)
    let isRight = column .!= zero
    let place =
      load(arguments.cornerPlaces + start)
      &+ zero.replacing(with: Lanes(repeating: arguments.right), where: isRight)
      &+ zero.replacing(with: Lanes(repeating: arguments.below), where: isBelow)
    let kernel =
      load(arguments.cornerKernels + start)
      &- zero.replacing(with: Lanes(repeating: arguments.kernelRight), where: isRight)
      &- zero.replacing(with: Lanes(repeating: arguments.kernelBelow), where: isBelow)
    store(place, arguments.places + start)
    store(kernel, arguments.kernels + start)
    start += laneCount
  }
  for window in start..<max(arguments.count, start) { traceWinner(arguments, window) }
}

private func traceWinner(_ arguments: WinnerArguments, _ window: Int) {
  arguments.scales[window] = arguments.output[window] > 0 ? arguments.gradient[window] : 0
  let step = arguments.selection[window] &- arguments.corners[window]
  let isBelow = step >= arguments.width
  let isRight = step &- (isBelow ? arguments.width : 0) != 0
  arguments.places[window] =
    arguments.cornerPlaces[window] &+ (isRight ? arguments.right : 0)
    &+ (isBelow ? arguments.below : 0)
  arguments.kernels[window] =
    arguments.cornerKernels[window] &- (isRight ? arguments.kernelRight : 0)
    &- (isBelow ? arguments.kernelBelow : 0)
}
