import Foundation
import RunReport
import Testing

@Suite struct AxisTests {
  static let sets: [[Double]] = [
    [0.1, 0.9], [0.98, 0.991], [5, 5], [0, 0], [-3, 7], [1e-12, 3e-12], [1e200, 3e210], [],
    [0.123456789, 0.1234567891], [1e-300, 1e-290],
  ]

  /// Every number lies between the ends, marks ascend, there are some but not many.
  @Test(arguments: sets)
  func linearScalesHoldTheirNumbers(values: [Double]) {
    let axis = Axis(linear: values, within: -Double.infinity...Double.infinity)
    #expect((2...12).contains(axis.ticks.count))
    #expect(zip(axis.ticks, axis.ticks.dropFirst()).allSatisfy { $0 < $1 })
    #expect(values.allSatisfy { (-1e-9...1 + 1e-9).contains(axis.place(of: $0)) })
    #expect(axis.ticks.allSatisfy { (-1e-9...1 + 1e-9).contains(axis.place(of: $0)) })
  }

  @Test(arguments: sets.filter { ($0.min() ?? 1) > 0 })
  func logarithmicScalesHoldTheirNumbers(values: [Double]) {
    let axis = Axis(logarithmic: values)
    #expect((1...12).contains(axis.ticks.count))
    #expect(zip(axis.ticks, axis.ticks.dropFirst()).allSatisfy { $0 < $1 })
    #expect(values.allSatisfy { (-1e-9...1 + 1e-9).contains(axis.place(of: $0)) })
  }

  @Test func marksAreRoundNumbersWithinTheLimits() {
    let accuracy = Axis(linear: [0.9512, 0.9994], within: 0...1)
    #expect(accuracy.ticks.map { ($0 * 100).rounded() } == [95, 96, 97, 98, 99, 100])
    let loss = Axis(linear: [0.02, 0.31], within: 0...Double.infinity)
    #expect(loss.ticks.map { ($0 * 20).rounded() } == [0, 1, 2, 3, 4, 5, 6, 7])
    #expect(Axis(logarithmic: [0.03, 1.7]).ticks == [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2])
  }

  @Test(arguments: [
    (1...1, [1.0]), (1...3, [1, 2, 3]), (1...10, [2, 4, 6, 8, 10]),
    (1...100_000, [20_000, 40_000, 60_000, 80_000, 100_000]),
  ])
  func epochsAreWholeNumbers(epochs: ClosedRange<Int>, ticks: [Double]) {
    #expect(Axis(epochs: epochs).ticks == ticks)
  }

  @Test func equalFactorsAreEqualDistances() {
    let axis = Axis(logarithmic: [0.01, 1])
    #expect(abs(axis.place(of: 0.1) - 0.5) < 1e-12)
  }
}
