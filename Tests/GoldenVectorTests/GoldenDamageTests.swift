import BackendConformance
import BackendNaive
import DLCore
import Testing

/// Data that is damaged gives an error, never a trap.
@Suite struct GoldenDamageTests {
  @Test(arguments: GoldenFile.Source.allCases)
  func damagedFilesAreRefused(_ source: GoldenFile.Source) throws {
    let bytes = GoldenFile.embeddedBytes(source)
    #expect(bytes.count > 1_000_000)
    let damaged: [[UInt8]] = [
      [], Array(bytes.prefix(7)), Array(bytes.prefix(1000)), Array(bytes.dropLast()),
      bytes + [0], Array(bytes.dropFirst()), [255] + bytes.dropFirst(),
    ]
    for copy in damaged {
      #expect(throws: GoldenError.self) { try GoldenFile(source, bytes: copy) }
    }
  }

  @Test func filesAreBounded() throws {
    let bytes = [UInt8](repeating: 0, count: GoldenFile.largest + 1)
    let error = #expect(throws: GoldenError.self) { try GoldenFile(.onnx, bytes: bytes) }
    #expect(error?.description == "onnx: has 8388609 bytes; at most 8388608 are read")
  }

  /// Descriptions that do not fit the tensor `x` of six scalars.
  @Test(arguments: [
    "", "op", "ulps=0;packed=input0:3,output0:3", "op=relu;packed=input0:3,output0:3",
    "op=relu;ulps=-1;packed=input0:3,output0:3", "op=relu;ulps=nan;packed=input0:3,output0:3",
    "op=relu;ulps=x;packed=input0:3,output0:3", "op=relu;ulps=0;packed=input0:3,output0:4",
    "op=relu;ulps=0;packed=input0:3,output0:2", "op=relu;ulps=0;packed=input0,output0:3",
    "op=relu;ulps=0;packed=input0:-3,output0:3", "op=relu;ulps=0;packed=input0:9999999999",
    "op=relu;ulps=0;packed=input0:2147483647x2147483647x2147483647,output0:3",
    "op=relu;ulps=0;packed=input0:6", "op=relu;ulps=0;input0=y;output0=x",
    "op=relu;ulps=0;input0=x",
    "op=relu;ulps=1;scales=*;packed=input0:3,output0:3",
    "op=relu;ulps=1;scales=1e;packed=input0:3,output0:3",
    "op=relu;ulps=1,1;scales=-;packed=input0:2,output0:2,cotangent:,gradient0:1",
  ])
  func damagedDescriptionsAreRefused(_ text: String) throws {
    let file = try Self.file(text)
    #expect(throws: GoldenError.self) { try file.cases() }
  }

  /// Descriptions that can be read, but not computed.
  @Test(arguments: [
    "op=unheard;ulps=0;packed=input0:3,output0:3", "op=relu;ulps=0;packed=output0:6",
    "op=conv2d;ulps=0;packed=input0:3,output0:3", "op=mul;ulps=0;packed=input0:3,output0:3",
    "op=max_pool2d;kernel=2;stride=0,0;pads=0;ulps=0;packed=input0:1x1x3x1,output0:3",
    "op=max_pool2d;kernel=2,2;stride=0,0;pads=0,0;ulps=0;packed=input0:1x1x3x1,output0:3",
    "op=repeat;counts=99999;ulps=0;packed=input0:3,output0:3",
    "op=slice;start=-5;end=2;ulps=0;packed=input0:3,output0:3",
    "op=softmax;dim=7;ulps=0;packed=input0:3,output0:3", "op=sgd;ulps=0;packed=input0:3,output0:3",
    "op=cross_entropy;ulps=0;packed=input0:1x2,input1:1,output0:3",
    "op=reshape;shape=99999999999;ulps=0;packed=input0:3,output0:3",
  ])
  func impossibleCasesAreRefused(_ text: String) throws {
    for golden in try Self.file(text).cases() {
      #expect(throws: GoldenError.self) { try golden.run(on: NaiveBackend<Float>()) }
    }
  }

  /// Each case's description with one digit changed: it may be right still, wrong, or refused.
  @Test(arguments: GoldenFile.Source.allCases)
  func changedDigitsNeverTrap(_ source: GoldenFile.Source) throws {
    let archive = try WeightArchive(
      decoding: GoldenFile.embeddedBytes(source),
      limits: SafetensorsLimits(tensors: 20_000, metadataPairs: 20_000))
    var random = RandomSource(seed: 1, stream: "damage")
    var damaged = archive
    for (name, text) in archive.metadata.sorted(by: { $0.key < $1.key }) {
      damaged.metadata[name] = Self.changed(text, &random)
    }
    let file = try GoldenFile(source, bytes: damaged.encoded(limits: Self.roomy))
    var refused = 0
    for name in file.caseNames {
      do {
        try GoldenCase(name, in: file).run(on: NaiveBackend<Float>())
      } catch { refused += 1 }
    }
    #expect(refused > 100)
  }

  private static let roomy = SafetensorsLimits(tensors: 20_000, metadataPairs: 20_000)

  /// A text with one of its digits replaced by another.
  private static func changed(_ text: String, _ random: inout RandomSource) -> String {
    var bytes = Array(text.utf8)
    let digits = bytes.indices.filter { (48...57).contains(bytes[$0]) }
    guard !digits.isEmpty else { return text }
    let place = digits[Int(random.next() % UInt64(digits.count))]
    bytes[place] = 48 + UInt8(random.next() % 10)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A file of one case with one tensor of six scalars.
  private static func file(_ text: String) throws -> GoldenFile {
    let archive = WeightArchive(
      entries: [WeightEntry(name: "x", shape: [6], scalars: [1, 2, 3, 4, 5, 6])],
      metadata: ["x": text])
    return try GoldenFile(.torch, bytes: archive.encoded())
  }
}
