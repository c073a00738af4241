/// A trace in the form that Chrome's `about:tracing` and Perfetto open.
///
/// "Trace Event Format" (Duan and others, Google): complete events (`X`) with times in
/// microseconds, and metadata events (`M`) that name the process and its threads.
struct ChromeTrace: Encodable {
  let traceEvents: [Event]
  let displayTimeUnit = "ms"
  let otherData: BenchmarkEnvironment

  /// Creates a trace; `title` names the process.
  init(_ events: [TraceEvent], title: String, environment: BenchmarkEnvironment) {
    let threads = Set(events.map(\.thread)).sorted()
    let origin = events.map(\.start).min() ?? 0
    traceEvents =
      [Event(naming: "process_name", as: title, thread: 0)]
      + threads.map { Event(naming: "thread_name", as: "thread \($0)", thread: $0) }
      + events.map { Event($0, since: origin) }
    otherData = environment
  }

  /// One event.
  struct Event: Encodable {
    var name: String
    var cat: String?
    var ph: String
    var ts: Double?
    var dur: Double?
    var pid = 1
    var tid: Int
    var args: Arguments

    /// The name of the process or of a thread.
    init(naming what: String, as name: String, thread: Int) {
      self.name = what
      ph = "M"
      tid = thread
      args = Arguments(name: name)
    }

    /// A stretch of time, which begins so many nanoseconds after an origin.
    init(_ event: TraceEvent, since origin: Int64) {
      name = event.name
      cat = event.kind.rawValue
      ph = "X"
      ts = Double(event.start - origin) / 1000
      dur = Double(event.duration) / 1000
      tid = event.thread
      args = Arguments(event)
    }
  }

  /// What is shown beside an event.
  struct Arguments: Encodable {
    var name: String?
    var shapes: String?
    var mflop: Double?
    var kbytes: Double?
    var gflops: Double?
    var gbytes: Double?

    init(name: String) { self.name = name }

    init(_ event: TraceEvent) {
      let work = event.work
      shapes = work.shapes.isEmpty ? nil : work.text
      mflop = work.flops > 0 ? work.flops / 1e6 : nil
      kbytes = work.bytes > 0 ? work.bytes / 1e3 : nil
      gflops = event.gflops
      gbytes = event.gbytes
    }

    private enum CodingKeys: String, CodingKey {
      case name, shapes
      case mflop = "MFLOP"
      case kbytes = "kB"
      case gflops = "GFLOP/s"
      case gbytes = "GB/s"
    }
  }
}
