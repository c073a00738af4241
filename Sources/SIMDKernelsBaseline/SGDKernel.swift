import SIMDKernelTable

/// A step of gradient descent; the rest behind the last whole vector goes through the same code.
func descend(_ a: DescentArguments) {
  let whole = a.count / laneCount * laneCount
  var start = 0
  if let velocity = a.velocity {
    while start < whole {
      descendVector(a, velocity, start, lanes: laneCount)
      start += laneCount
    }
    if whole < a.count { descendVector(a, velocity, whole, lanes: a.count - whole) }
  } else {
    while start < whole {
      descendVectorPlainly(a, start, lanes: laneCount)
      start += laneCount
    }
    if whole < a.count { descendVectorPlainly(a, whole, lanes: a.count - whole) }
  }
}

/// A step with momentum of the first lanes of a vector.
@inline(__always)
private func descendVector(
  _ a: DescentArguments, _ velocity: UnsafeMutablePointer<Float>, _ start: Int, lanes: Int
) {
  let value = load(first: lanes, a.parameter + start)
  let slope = multiplyAdd(value, all(a.decay), load(first: lanes, a.gradient + start))
  let speed = multiplyAdd(load(first: lanes, velocity + start), all(a.momentum), slope)
  let way = a.isNesterov ? multiplyAdd(speed, all(a.momentum), slope) : speed
  store(first: lanes, speed, velocity + start)
  store(first: lanes, multiplyAdd(way, all(-a.rate), value), a.parameter + start)
}

/// A step without momentum of the first lanes of a vector.
@inline(__always)
private func descendVectorPlainly(_ a: DescentArguments, _ start: Int, lanes: Int) {
  let value = load(first: lanes, a.parameter + start)
  let slope = multiplyAdd(value, all(a.decay), load(first: lanes, a.gradient + start))
  store(first: lanes, multiplyAdd(slope, all(-a.rate), value), a.parameter + start)
}
