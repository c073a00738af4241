import Datasets
import FileAccess
import Foundation
import Testing

/// The published data sets themselves, where a machine has them.
@Suite struct GenuineDataTests {
  static let environment = ProcessInfo.processInfo.environment
  static let hasMNIST = environment["DLCORE_DATA"].map { DatasetFolder($0 + "/mnist").isComplete }
  static let fashion =
    (environment["DLCORE_DATA"].map { [$0 + "/fashion-mnist"] } ?? [])
    + PublishedDataset.fashionMNIST.systemFolders

  @Test(.enabled(if: hasMNIST == true, "needs the four files in $DLCORE_DATA/mnist"))
  func mnistIsTheRealOne() throws {
    let lines = Lines()
    let loader = DatasetLoader(
      environment: Self.environment, allowDownload: false, log: { lines.add($0) })
    let pair = try loader.load(.mnist)
    #expect(lines.all == [])
    #expect(pair.training.count == 60_000)
    #expect(pair.test.count == 10_000)
    #expect(pair.training.name == "MNIST")
    #expect(pair.training.labels.prefix(10) == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4])
    #expect(pair.test.labels.prefix(10) == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9])
    // The mean that everyone normalises by is 0.1307.
    let sum = pair.training.pixels.reduce(0) { $0 + Int($1) }
    #expect(abs(Double(sum) / Double(pair.training.pixels.count) / 255 - 0.1307) < 0.0001)
    #expect(try loader.load(.folder(pair.source)).training.name == "MNIST")
  }

  @Test(
    .enabled(
      if: fashion.contains { DatasetFolder($0).isComplete },
      "needs $DLCORE_DATA/fashion-mnist or Debian's package dataset-fashion-mnist"))
  func fashionMNISTIsTheRealOne() throws {
    let lines = Lines()
    let loader = DatasetLoader(
      environment: Self.environment, cacheFolder: "/nonexistent", allowDownload: false,
      log: { lines.add($0) })
    let pair = try loader.load(.fashionMNIST)
    #expect(lines.all == [])
    #expect(pair.training.count == 60_000)
    #expect(pair.test.count == 10_000)
    #expect(pair.training.classNames[Int(pair.training.labels[0])] == "Ankle boot")
    #expect(try loader.load(.folder(pair.source)).training.name == "Fashion-MNIST")
  }
}
