#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The elementary functions that the standard library leaves to the platform's C library.
enum Elementary {
  static func log(_ x: Double) -> Double { platformLog(x) }
  static func cos(_ x: Double) -> Double { platformCos(x) }
}

private func platformLog(_ x: Double) -> Double { log(x) }
private func platformCos(_ x: Double) -> Double { cos(x) }
