import DLCore
import Testing

extension GradientCase {
  private static let shape: Shape = [2, 3, 4]

  /// Every choice of dimensions of a rank, and all of them by `nil`.
  private static func choices(ofRank rank: Int) -> [[Int]?] {
    [nil] + (0..<(1 << rank)).map { bits in (0..<rank).filter { bits >> $0 & 1 == 1 } }
  }

  static let reductions: [GradientCase] = Reduction.allCases.flatMap { reduction in
    choices(ofRank: 3).flatMap { dimensions in
      [false, true].map { keeping in
        let chosen = dimensions.map { "\($0)" } ?? "all"
        return GradientCase("\(reduction) \(chosen)\(keeping ? " kept" : "")", [.distinct(shape)]) {
          try $0[0].reduce(reduction, along: dimensions, keepingDimensions: keeping)
        }
      }
    }
  }

  static let variances: [GradientCase] = choices(ofRank: 3).flatMap { dimensions in
    [false, true].map { keeping in
      let chosen = dimensions.map { "\($0)" } ?? "all"
      return GradientCase("variance \(chosen)\(keeping ? " kept" : "")", [.random(shape)]) {
        try $0[0].variance(along: dimensions, keepingDimensions: keeping)
      }
    }
  }
}

@Suite("Gradients of reductions")
struct AutodiffReductionGradientTests {
  @Test("Along every choice of dimensions", arguments: GradientCase.reductions)
  func reduction(_ example: GradientCase) throws {
    try checkGradient(of: example, on: Checked(WatchedBackend()))
  }

  @Test("Variance along every choice of dimensions", arguments: GradientCase.variances)
  func variance(_ example: GradientCase) throws {
    try checkGradient(of: example, on: Checked(WatchedBackend()))
  }

  @Test("The first of equal elements has the gradient of an extremum")
  func ties() throws {
    let backend = Checked(WatchedBackend())
    let x = try CheckedTensor([3, 1, 3, 1, 1, 3], shape: [2, 3], on: backend).requiringGradient()
    #expect(try x.max(along: [1]).sum().backward()[x]?.scalars == [1, 0, 0, 0, 0, 1])
    #expect(try x.min(along: [1]).sum().backward()[x]?.scalars == [0, 1, 0, 1, 0, 0])
    #expect(try x.max().backward()[x]?.scalars == [1, 0, 0, 0, 0, 0])
    #expect(try x.max(along: [0]).sum().backward()[x]?.scalars == [1, 1, 1, 0, 0, 0])
  }

  @Test("The first NaN has the gradient of an extremum")
  func nan() throws {
    let backend = Checked(WatchedBackend())
    let x = try CheckedTensor([3, .nan, .nan], shape: [3], on: backend).requiringGradient()
    #expect(try x.max().backward()[x]?.scalars == [0, 1, 0])
    #expect(try x.min().backward()[x]?.scalars == [0, 1, 0])
  }

  @Test("Nothing has a gradient of no elements")
  func empty() throws {
    let backend = Checked(WatchedBackend())
    for reduction in Reduction.allCases {
      for shape: Shape in [[0], [0, 3], [3, 0]] {
        let x = try CheckedTensor.zeros(shape, on: backend).requiringGradient()
        let gradient = try x.reduce(reduction).backward()[x]
        #expect(gradient?.scalars == [], "\(reduction) of \(shape)")
      }
    }
  }
}
