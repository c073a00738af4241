import Foundation
import RunReport
import Testing

@Suite struct EventFileTests {
  /// The file that TensorBoard's own `RecordWriter` (2.21) writes for the same two events.
  @Test func sameBytesAsTensorBoardWrites() {
    let file =
      EventFile.beginning(at: 1.5)
      + EventFile.test(loss: 0.1, accuracy: 0.9375, epoch: 300, at: 1_600_000_000.25)
    let expected =
      "1800000000000000a37f4b2209000000000000f83f1a0d627261696e2e4576656e743a322a28646c36000000"
      + "000000004f578cef090000100084d7d74110ac022a280a100a096c6f73732f7465737415cdcccc3d0a140a0d"
      + "61636375726163792f74657374150000703fae37ac5f"
    #expect(file.map { String(format: "%02x", $0) }.joined() == expected)
  }

  @Test func anEpochHasAllItsNumbers() throws {
    let epoch = Samples.epoch(70_000, loss: 0.5)
    let event = try #require(DecodedEvent.events(in: EventFile.epoch(epoch, at: 12.5))?.first)
    #expect(event.time == 12.5)
    #expect(event.step == 70_000)
    #expect(
      event.scalars == [
        "loss/training": 0.5, "loss/validation": Float(0.5 * 1.1), "accuracy/training": 0.95,
        "accuracy/validation": 0.9375, "learning_rate": 0.001, "images_per_second": 7e7,
      ])
  }

  @Test func withoutValidationThereIsNone() throws {
    let epoch = Samples.epoch(1, loss: 0.5, isValidated: false)
    let event = try #require(DecodedEvent.events(in: EventFile.epoch(epoch, at: 0))?.first)
    #expect(
      event.scalars.keys.sorted()
        == ["accuracy/training", "images_per_second", "learning_rate", "loss/training"])
  }

  /// The decoder of these tests is no decoder that takes everything.
  @Test func aChangedByteIsFound() {
    let file = EventFile.epoch(Samples.epoch(1, loss: 0.5), at: 0)
    for index in file.indices {
      var damaged = file
      damaged[index] ^= 0x10
      #expect(DecodedEvent.events(in: damaged) == nil, "\(index)")
    }
  }
}
