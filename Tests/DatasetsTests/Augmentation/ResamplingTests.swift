import DLCore
import Datasets
import Testing

@Suite struct ResamplingTests {
  private static let pictures = [
    Picture.pattern(height: 28, width: 28), .pattern(height: 5, width: 9),
    .pattern(height: 1, width: 1), .pattern(height: 1, width: 6), .pattern(height: 33, width: 2),
  ]

  private func resampled(_ picture: Picture, _ map: AffineMap) -> Picture {
    var resampler = Resampler(height: picture.height, width: picture.width)
    var displacement = Displacement(height: picture.height, width: picture.width)
    var target = PixelPlane(height: picture.height, width: picture.width)
    resampler.resample(picture.plane, to: &target, map, displacement: &displacement)
    return Picture(target)
  }

  @Test(arguments: pictures)
  func identityKeepsEveryLevel(picture: Picture) {
    #expect(resampled(picture, .identity) == picture)
  }

  @Test(arguments: pictures, [(0, 1), (1, 0), (-3, 2), (0, -40), (1_000_000, -1_000_000)])
  func wholeShiftsMovePixels(picture: Picture, shift: (x: Int, y: Int)) {
    let map = AffineMap(x: Float(shift.x), y: Float(shift.y))
    #expect(resampled(picture, map) == picture.map { y, x in picture[y + shift.y, x + shift.x] })
  }

  @Test(arguments: pictures)
  func halfShiftsAreTheMeanOfNeighbours(picture: Picture) {
    let mean = picture.map { y, x in UInt8((Int(picture[y, x]) + Int(picture[y, x + 1]) + 1) / 2) }
    #expect(resampled(picture, AffineMap(x: 0.5)) == mean)
  }

  /// All from one place, which wanders over the borders at all sides and into their corners.
  @Test(arguments: pictures)
  func placesUpToTheCornersAreMixedFromFourPixels(picture: Picture) {
    let (bottom, right) = (Float(picture.height), Float(picture.width))
    for y in stride(from: Float(-1.5), through: bottom + 0.5, by: 0.25) {
      for x in stride(from: Float(-1.5), through: right + 0.5, by: 0.25) {
        let middle = (x: (right - 1) / 2, y: (bottom - 1) / 2)
        let map = AffineMap(xx: 0, yy: 0, x: x - middle.x, y: y - middle.y)
        let (column, row) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
        func mixed(_ row: Int) -> Float {
          let share = x - Float(column)
          return Float(picture[row, column]) * (1 - share) + Float(picture[row, column + 1]) * share
        }
        let share = y - Float(row)
        let level = mixed(row) * (1 - share) + mixed(row + 1) * share
        let isRight = resampled(picture, map).levels.allSatisfy { abs(Float($0) - level) <= 1 }
        #expect(isRight, "row \(y), column \(x)")
      }
    }
  }

  @Test func quarterTurnsAndMirrorsAreExact() {
    let picture = Picture.pattern(height: 9, width: 9)
    let turned = resampled(picture, AffineMap(xx: 0, xy: -1, yx: 1, yy: 0))
    #expect(turned == picture.map { y, x in picture[x, 8 - y] })
    let mirrored = resampled(picture, AffineMap(xx: -1))
    #expect(mirrored == picture.map { y, x in picture[y, 8 - x] })
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity, 1e30, -1e30])
  func impossibleMapsReadNothingOutside(number: Float) {
    for picture in Self.pictures {
      let map = AffineMap(xx: number, xy: number, yx: number, yy: number, x: number, y: number)
      #expect(resampled(picture, map).levels.count == picture.levels.count)
    }
  }

  @Test func drawnMapsStayWithinTheirBounds() throws {
    var random = RandomSource(seed: 5)
    let rotation = DigitAugmentation(rotation: 30)
    let shift = DigitAugmentation(shift: 3)
    var (steepest, furthest): (Float, Float) = (0, 0)
    for _ in 0..<500 {
      let turned = AffineMap.random(rotation, &random)
      // A rotation: rows of length 1 at a right angle.
      #expect(abs(turned.xx * turned.xx + turned.yx * turned.yx - 1) < 1e-5)
      #expect(abs(turned.xx * turned.xy + turned.yx * turned.yy) < 1e-5)
      steepest = max(steepest, abs(turned.yx))
      let shifted = AffineMap.random(shift, &random)
      furthest = max(furthest, abs(shifted.x), abs(shifted.y))
      #expect(shifted.xx == 1 && shifted.yy == 1 && abs(shifted.xy) < 1e-15)
    }
    #expect((0.48...0.5).contains(steepest))
    #expect((2.9...3).contains(furthest))
  }

  @Test func largerScaleMakesDigitsLarger() {
    let dot = Picture.pattern(height: 28, width: 28).map { y, x in
      (12..<16).contains(y) && (12..<16).contains(x) ? 255 : 0
    }
    let larger = resampled(dot, AffineMap(xx: 0.5, yy: 0.5))
    #expect(larger.levels.count { $0 >= 128 } == 64)
    #expect(resampled(dot, AffineMap(xx: 2, yy: 2)).inkCount < dot.inkCount)
  }
}
