extension Float {
  /// The value of an IEEE 754 binary16 number, exactly; a NaN keeps its sign and payload.
  ///
  /// Written on bits because the standard library has no `Float16` on every platform.
  package init(float16 bits: UInt16) {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10 & 0x1F)
    let fraction = UInt32(bits & 0x03FF)
    switch exponent {
    case 0:
      // Zero or subnormal: the fraction counts steps of 2⁻²⁴, all of them normal as `Float`.
      let magnitude = Float(fraction) * 0x1p-24
      self.init(bitPattern: sign | magnitude.bitPattern)
    case 0x1F:
      self.init(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default:
      // The exponents' biases are 15 and 127.
      self.init(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }

  /// The value of a bfloat16 number, which is the upper half of a `Float`.
  package init(bfloat16 bits: UInt16) {
    self.init(bitPattern: UInt32(bits) << 16)
  }
}
