import DLCore
import HostOperations

/// Tiles of a convolution's output that are pooled as soon as they are computed.
///
/// Only for windows that lie side by side: no padding, no dilation, none over the edge.
struct PooledTiles {
  let tiling: ConvolutionTiling
  private let convolution: Convolution2DGeometry
  private let pool: Pool2DGeometry
  private let window: Size2D

  /// The largest patches of a single row of windows that are computed at once.
  private static let patchLimit = 1 << 22

  /// Cuts the convolution; `nil` if the pooling cannot be done tile by tile.
  init?(_ convolution: Convolution2DGeometry, _ pool: Pool2DGeometry) {
    let window = pool.parameters.window
    guard pool.parameters.stride == window, pool.parameters.padding == 0,
      pool.parameters.dilation == 1 || window == 1,
      pool.outputHeight * window.height <= convolution.outputHeight,
      pool.outputWidth * window.width <= convolution.outputWidth,
      convolution.outputWidth * window.height * convolution.patchCount <= Self.patchLimit
    else { return nil }
    tiling = ConvolutionTiling(convolution, rowMultiple: window.height)
    guard tiling.columns >= convolution.outputWidth else { return nil }
    self.convolution = convolution
    self.pool = pool
    self.window = window
  }

  /// The pooled scalars of one picture.
  var pooledSize: Int { convolution.outputChannels * pooledPlaces }

  private var pooledPlaces: Int { pool.outputHeight * pool.outputWidth }

  /// Pools a tile `[outputChannels, tile.count, pictures]` into its part of `[outputChannels,
  /// pooledPlaces, pictures]`.
  func pool(
    _ features: UnsafePointer<Float>, _ tile: ConvolutionTile, _ pictures: Int,
    _ output: UnsafeMutablePointer<Float>, _ places: UnsafeMutablePointer<Int32>
  ) {
    let firstRow = tile.rows.lowerBound / window.height
    let endRow = min(tile.rows.upperBound / window.height, pool.outputHeight)
    for channel in 0..<convolution.outputChannels {
      // `plane[place]` is the place's first picture, counted from the plane's own first place.
      let plane = features + (channel * tile.count - tile.start) * pictures
      for row in firstRow..<max(endRow, firstRow) {
        for column in 0..<pool.outputWidth {
          let target = (channel * pooledPlaces + row * pool.outputWidth + column) * pictures
          findLargest(
            plane, (row * window.height) * convolution.outputWidth + column * window.width,
            pictures, output + target, places + target)
        }
      }
    }
  }

  /// The largest element of one window, for each picture.
  @inline(__always)
  private func findLargest(
    _ plane: UnsafePointer<Float>, _ first: Int, _ pictures: Int,
    _ output: UnsafeMutablePointer<Float>, _ places: UnsafeMutablePointer<Int32>
  ) {
    var picture = 0
    while picture &+ 4 <= pictures {
      var best = load4(plane + (first &* pictures &+ picture))
      var winner = SIMD4(repeating: Int32(truncatingIfNeeded: first))
      forEachPlace(first) { place in
        let candidate = load4(plane + (place &* pictures &+ picture))
        let wins = .!(candidate .<= best) .& (best .== best)
        best.replace(with: candidate, where: wins)
        winner.replace(with: SIMD4(repeating: Int32(truncatingIfNeeded: place)), where: wins)
      }
      store4(best, output + picture)
      store4(winner, places + picture)
      picture &+= 4
    }
    while picture < pictures {
      var (best, winner) = (plane[first &* pictures &+ picture], first)
      forEachPlace(first) { place in
        let candidate = plane[place &* pictures &+ picture]
        if beats(candidate, best) { (best, winner) = (candidate, place) }
      }
      output[picture] = best
      places[picture] = Int32(truncatingIfNeeded: winner)
      picture &+= 1
    }
  }

  /// Calls `body` with each place of the window that starts at `first`, in row-major order.
  @inline(__always)
  private func forEachPlace(_ first: Int, _ body: (Int) -> Void) {
    if window == 2 {
      // The usual window, without loops.
      body(first)
      body(first &+ 1)
      body(first &+ convolution.outputWidth)
      body(first &+ convolution.outputWidth &+ 1)
      return
    }
    for row in 0..<window.height {
      for column in 0..<window.width { body(first &+ row &* convolution.outputWidth &+ column) }
    }
  }

  /// Adds each channel's bias to a block of pooled values, and rectifies them.
  func addAndRectify(
    _ values: UnsafeMutablePointer<Float>, _ bias: UnsafePointer<Float>?, _ pictures: Int
  ) {
    let count = pooledPlaces * pictures
    for channel in 0..<convolution.outputChannels {
      let plane = values + channel * count
      if let offset = bias?[channel] {
        each(plane, plane, count) { rectified($0 + offset) }
      } else {
        each(plane, plane, count) { rectified($0) }
      }
    }
  }

  /// Sends each window's gradient to the place that won; all other places get 0.
  func spread(
    _ gradient: UnsafePointer<Float>, _ selection: UnsafePointer<Int32>, _ pictures: Int,
    into features: UnsafeMutablePointer<Float>
  ) {
    let isCovered =
      pool.outputHeight * window.height == convolution.outputHeight
      && pool.outputWidth * window.width == convolution.outputWidth
    if !isCovered {
      features.update(repeating: 0, count: convolution.outputSize * pictures)
    }
    for channel in 0..<convolution.outputChannels {
      let plane = features + channel * convolution.outputPositions * pictures
      for row in 0..<pool.outputHeight {
        for column in 0..<pool.outputWidth {
          let source = (channel * pooledPlaces + row * pool.outputWidth + column) * pictures
          spreadWindow(
            gradient + source, selection + source, pictures,
            (row * window.height) * convolution.outputWidth + column * window.width, plane)
        }
      }
    }
  }

  /// Sends the gradients of one window, one for each picture, to the places that won.
  @inline(__always)
  private func spreadWindow(
    _ gradient: UnsafePointer<Float>, _ selection: UnsafePointer<Int32>, _ pictures: Int,
    _ first: Int, _ plane: UnsafeMutablePointer<Float>
  ) {
    var picture = 0
    while picture &+ 4 <= pictures {
      let (slope, winner) = (load4(gradient + picture), load4(selection + picture))
      let bits = unsafeBitCast(slope, to: SIMD4<Int32>.self)
      forEachPlace(first) { place in
        // All ones where another place won: d | -d is negative for every d but 0. (A comparison
        // of integers is taken apart lane by lane.)
        let distance = winner &- SIMD4(repeating: Int32(truncatingIfNeeded: place))
        let losers = (distance | (0 &- distance)) &>> 31
        store4(
          unsafeBitCast(bits & ~losers, to: SIMD4<Float>.self),
          plane + (place &* pictures &+ picture))
      }
      picture &+= 4
    }
    while picture < pictures {
      forEachPlace(first) { place in
        let wins = Int(selection[picture]) == place
        plane[place &* pictures &+ picture] = wins ? gradient[picture] : 0
      }
      picture &+= 1
    }
  }
}
