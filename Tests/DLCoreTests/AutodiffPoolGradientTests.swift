import DLCore
import Testing

extension GradientCase {
  private static let lopsided = Padding2D(top: 1, left: 0, bottom: 0, right: 2)

  private static let windows: [(String, Pool2DParameters)] = [
    ("side by side", .init(window: 2)),
    ("overlapping", .init(window: Size2D(height: 3, width: 2), stride: 1)),
    ("with gaps", .init(window: 2, stride: Size2D(height: 3, width: 4))),
    ("padded", .init(window: 3, stride: 2, padding: lopsided)),
    ("padded and counted", .init(window: 3, stride: 2, padding: lopsided, countsPadding: true)),
    ("ceil mode", .init(window: 2, stride: 3, ceilMode: true)),
    (
      "ceil mode, padded and counted",
      .init(window: 3, stride: 2, padding: lopsided, ceilMode: true, countsPadding: true)
    ),
    ("dilated", .init(window: 2, stride: 1, dilation: Size2D(height: 2, width: 3))),
    ("whole input", .init(window: Size2D(height: 5, width: 6))),
  ]

  static let pools: [GradientCase] = windows.flatMap { name, parameters in
    [
      GradientCase("maxPool2D \(name)", [.distinct([2, 2, 5, 6])]) {
        try $0[0].maxPool2D(parameters)
      },
      GradientCase("averagePool2D \(name)", [.random([2, 2, 5, 6])]) {
        try $0[0].averagePool2D(parameters)
      },
    ]
  }
}

@Suite("Gradients of pooling")
struct AutodiffPoolGradientTests {
  @Test("Windows of every kind", arguments: GradientCase.pools)
  func pool(_ example: GradientCase) throws {
    try checkGradient(of: example, on: Checked(WatchedBackend()))
  }

  @Test("Of equal elements the first in row-major order has the gradient")
  func ties() throws {
    let backend = Checked(WatchedBackend())
    let x = try CheckedTensor([1, 2, 2, 2], shape: [1, 1, 2, 2], on: backend).requiringGradient()
    let y = try x.maxPool2D(.init(window: 2)).sum()
    #expect(try y.backward()[x]?.scalars == [0, 1, 0, 0])
  }

  @Test("A window of nothing but padding has no gradient to give")
  func paddingOnly() throws {
    let backend = Checked(WatchedBackend())
    let x = try CheckedTensor([5], shape: [1, 1, 1, 1], on: backend).requiringGradient()
    let parameters = Pool2DParameters(
      window: 1, stride: 1, padding: Padding2D(top: 1, left: 0, bottom: 0, right: 0))
    let y = try x.maxPool2D(parameters)
    #expect(y.scalars == [-.infinity, 5])
    #expect(try y.sum().backward()[x]?.scalars == [1])
    #expect(try x.averagePool2D(parameters).sum().backward()[x]?.scalars == [1])
  }
}
