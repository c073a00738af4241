/// The flat form that scripts read: what is not known is null, never left out.
extension BenchmarkResult {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case workload
    case backend
    case threads
    case samples
    case runsPerSample = "runs_per_sample"
    case median = "median_s"
    case minimum = "min_s"
    case deviation = "mad_s"
    case interval = "ci95_s"
    case outliers
    case rate
    case unit
    case flops
    case bytes
    case gigaflops = "gflops"
    case gigabytes = "gbytes_per_s"
    case percentOfPeak = "percent_of_peak"
    case speedup
    case speedupInterval = "speedup_ci95"
    case relativeTo = "relative_to"
    case relativeToThreads = "relative_to_threads"
    case verdict
    case maximumError = "max_error"
    case verified
    case problem
  }

  /// Writes all fields side by side.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(workload, forKey: .workload)
    try fields.encode(backend, forKey: .backend)
    try fields.encode(threads, forKey: .threads)
    try fields.encode(flops, forKey: .flops)
    try fields.encode(bytes, forKey: .bytes)
    try fields.encode(gigaflops, forKey: .gigaflops)
    try fields.encode(gigabytes, forKey: .gigabytes)
    try fields.encode(percentOfPeak, forKey: .percentOfPeak)
    try fields.encode(verdict, forKey: .verdict)
    try fields.encode(maximumError, forKey: .maximumError)
    try fields.encode(verified, forKey: .verified)
    try fields.encode(problem, forKey: .problem)
    try encode(timing, into: &fields)
    try fields.encode(comparison?.speedup, forKey: .speedup)
    try fields.encode(comparison?.interval.ends, forKey: .speedupInterval)
    try fields.encode(comparison?.relativeTo, forKey: .relativeTo)
    try fields.encode(comparison?.threads, forKey: .relativeToThreads)
  }

  private func encode(
    _ timing: BenchmarkTiming?, into fields: inout KeyedEncodingContainer<CodingKeys>
  ) throws {
    try fields.encode(timing?.samples, forKey: .samples)
    try fields.encode(timing?.runsPerSample, forKey: .runsPerSample)
    try fields.encode(timing?.median, forKey: .median)
    try fields.encode(timing?.minimum, forKey: .minimum)
    try fields.encode(timing?.deviation, forKey: .deviation)
    try fields.encode(timing?.interval.ends, forKey: .interval)
    try fields.encode(timing?.outliers, forKey: .outliers)
    try fields.encode(timing?.rate, forKey: .rate)
    try fields.encode(timing?.unit, forKey: .unit)
  }

  /// Reads what `encode` writes; a time that is no positive number, and an interval whose ends are
  /// not in order or which does not contain its figure, are refused.
  ///
  /// A result without its fastest sample is read, too: the lower end of the interval takes its place.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      workload: fields.decode(String.self, forKey: .workload),
      backend: fields.decode(String.self, forKey: .backend),
      threads: fields.decode(Int.self, forKey: .threads),
      flops: fields.decodeIfPresent(Double.self, forKey: .flops) ?? 0,
      bytes: fields.decodeIfPresent(Double.self, forKey: .bytes) ?? 0,
      timing: fields.timing(),
      percentOfPeak: fields.decodeIfPresent(Double.self, forKey: .percentOfPeak),
      comparison: fields.comparison(),
      verdict: fields.decode(BenchmarkVerdict.self, forKey: .verdict),
      maximumError: fields.decodeIfPresent(Double.self, forKey: .maximumError),
      verified: fields.decode(Bool.self, forKey: .verified),
      problem: fields.decodeIfPresent(String.self, forKey: .problem))
  }
}

extension KeyedDecodingContainer<BenchmarkResult.CodingKeys> {
  fileprivate func timing() throws -> BenchmarkTiming? {
    guard let median = try decodeIfPresent(Double.self, forKey: .median) else { return nil }
    guard median > 0, median.isFinite else {
      throw DecodingError.dataCorruptedError(
        forKey: .median, in: self, debugDescription: "must be above 0, but is \(median)")
    }
    let interval = try interval(forKey: .interval, around: median)
    return try BenchmarkTiming(
      samples: decode(Int.self, forKey: .samples),
      runsPerSample: decode(Int.self, forKey: .runsPerSample), median: median,
      minimum: minimum(upTo: median) ?? min(interval.lowerBound, median),
      deviation: decode(Double.self, forKey: .deviation), interval: interval,
      outliers: decode(Int.self, forKey: .outliers), rate: decode(Double.self, forKey: .rate),
      unit: decode(String.self, forKey: .unit))
  }

  /// The fastest sample; `nil` in a report without it.
  private func minimum(upTo median: Double) throws -> Double? {
    guard let minimum = try decodeIfPresent(Double.self, forKey: .minimum) else { return nil }
    guard minimum > 0, minimum <= median else {
      throw DecodingError.dataCorruptedError(
        forKey: .minimum, in: self,
        debugDescription: "must be above 0 and at most median_s, but is \(minimum)")
    }
    return minimum
  }

  fileprivate func comparison() throws -> BenchmarkComparison? {
    guard let speedup = try decodeIfPresent(Double.self, forKey: .speedup) else { return nil }
    return try BenchmarkComparison(
      relativeTo: decode(String.self, forKey: .relativeTo),
      threads: decode(Int.self, forKey: .relativeToThreads), speedup: speedup,
      interval: interval(forKey: .speedupInterval, around: speedup))
  }

  /// An interval around a figure: one beside it would make verdicts that contradict the figure.
  private func interval(forKey key: Key, around figure: Double) throws -> ClosedRange<Double> {
    let ends = try decode([Double].self, forKey: key)
    guard ends.count == 2, ends[0] > 0, ends[0] <= ends[1], ends[1].isFinite else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self,
        debugDescription: "must be two numbers above 0 in ascending order, but is \(ends)")
    }
    // Whoever rounds a report may round them past each other.
    guard ends[0] <= figure * 1.01, figure <= ends[1] * 1.01 else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self, debugDescription: "must contain \(figure), but is \(ends)")
    }
    return ends[0]...ends[1]
  }
}

extension ClosedRange<Double> {
  /// Both ends.
  fileprivate var ends: [Double] { [lowerBound, upperBound] }
}
