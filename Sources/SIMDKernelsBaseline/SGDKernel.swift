import SIMDKernelTable

/// A step of gradient descent; the rest behind the last whole vector goes through the same code.
func descend(_ a: DescentArguments) {
  guard let velocity = a.velocity else { return descendPlainly(a) }
  var start = 0
  while start < a.count {
    let rest = a.count - start
    let value = load(a.parameter + start, rest)
    let slope = multiplyAdd(value, all(a.decay), load(a.gradient + start, rest))
    let speed = multiplyAdd(load(velocity + start, rest), all(a.momentum), slope)
    let way = a.isNesterov ? multiplyAdd(speed, all(a.momentum), slope) : speed
    store(speed, velocity + start, rest)
    store(multiplyAdd(way, all(-a.rate), value), a.parameter + start, rest)
    start += laneCount
  }
}

/// A step without momentum.
private func descendPlainly(_ a: DescentArguments) {
  var start = 0
  while start < a.count {
    let rest = a.count - start
    let value = load(a.parameter + start, rest)
    let slope = multiplyAdd(value, all(a.decay), load(a.gradient + start, rest))
    store(multiplyAdd(slope, all(-a.rate), value), a.parameter + start, rest)
    start += laneCount
  }
}
