import CLibcrypto

/// SHA-256 (FIPS 180-4), by OpenSSL.
package enum SHA256 {
  /// The digest in lower-case hexadecimal; nil when OpenSSL refuses, as it may for lack of memory.
  package static func hexadecimal(_ bytes: [UInt8]) -> String? {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var size: UInt32 = 0
    // OpenSSL reads bytes.count bytes and writes at most EVP_MAX_MD_SIZE.
    guard EVP_Digest(bytes, bytes.count, &digest, &size, EVP_sha256(), nil) == 1 else {
      return nil
    }
    return digest.prefix(Int(size)).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}
