import DLCore
import ProtobufWire

/// The event file that TensorBoard reads: a record for each epoch, one after the other.
///
/// Records are TFRecords: the length in eight bytes, its checksum, the content, its checksum. The
/// content is an `Event` of TensorFlow's `event.proto`, whose field numbers stand here.
package enum EventFile {
  /// A file's name, which TensorBoard knows by the word in its middle.
  package static let name = "events.out.tfevents.lenet"

  /// The record that a file begins with.
  ///
  /// - Parameter time: When the file was begun, in seconds since 1970.
  package static func beginning(at time: Double) -> [UInt8] {
    var event = ProtobufMessage()
    event.add(1, time)
    event.add(3, "brain.Event:2")
    return record(event.bytes)
  }

  /// The record of an epoch.
  ///
  /// - Parameter time: When it ended, in seconds since 1970.
  package static func epoch(_ epoch: EpochRecord, at time: Double) -> [UInt8] {
    let scalars: [(String, Double?)] = [
      ("loss/training", epoch.loss), ("loss/validation", epoch.validationLoss),
      ("accuracy/training", epoch.accuracy), ("accuracy/validation", epoch.validationAccuracy),
      ("learning_rate", epoch.learningRate), ("images_per_second", epoch.imagesPerSecond),
    ]
    return scalarRecord(
      scalars.compactMap { tag, value in value.map { (tag, $0) } }, epoch.epoch, time)
  }

  /// The record of the result after the last epoch.
  ///
  /// - Parameter time: When it was known, in seconds since 1970.
  package static func test(loss: Double, accuracy: Double, epoch: Int, at time: Double) -> [UInt8] {
    scalarRecord([("loss/test", loss), ("accuracy/test", accuracy)], epoch, time)
  }

  private static func scalarRecord(
    _ scalars: [(tag: String, value: Double)], _ step: Int, _ time: Double
  ) -> [UInt8] {
    var summary = ProtobufMessage()
    for scalar in scalars {
      var value = ProtobufMessage()
      value.add(1, scalar.tag)
      value.add(2, Float(scalar.value))
      summary.add(1, value)
    }
    var event = ProtobufMessage()
    event.add(1, time)
    event.add(2, Int64(step))
    event.add(5, summary)
    return record(event.bytes)
  }

  private static func record(_ content: [UInt8]) -> [UInt8] {
    let length = bytes(of: UInt64(content.count))
    return length + bytes(of: maskedChecksum(length)) + content
      + bytes(of: maskedChecksum(content))
  }

  /// Turned and moved, because a checksum of data that hold their own checksum says little.
  private static func maskedChecksum(_ bytes: [UInt8]) -> UInt32 {
    let checksum = CRC32C.checksum(bytes)
    return (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
  }

  private static func bytes(of value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian, Array.init)
  }
}
