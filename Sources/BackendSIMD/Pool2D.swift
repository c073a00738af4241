import DLCore
import HostOperations
import SIMDKernelTable

extension SIMDBackend {
  /// The largest element of each window, and where it lies; windows of 2x2 a vector at a time.
  public func maxPool2D(
    _ input: Storage, _ geometry: Pool2DGeometry
  ) -> (output: Storage, selection: HostBuffer<Int32>) {
    guard geometry.hasPlainPairs else { return largestOfWindows(input, geometry) }
    let selection = HostBuffer<Int32>(count: geometry.outputShape.count, pool: pool)
    let inputSize = geometry.inputHeight * geometry.inputWidth
    let outputSize = geometry.outputHeight * geometry.outputWidth
    let output = make(geometry.outputShape.count) { output in
      selection.withUnsafeMutablePointer { winners in
        input.withUnsafePointer { input in
          forEachRange(geometry.planes, workPerElement: inputSize) { planes in
            let results = planes.lowerBound * outputSize
            kernels.maxPool(
              MaxPoolArguments(
                planes: planes.count, rows: geometry.inputHeight, columns: geometry.inputWidth,
                outputRows: geometry.outputHeight, outputColumns: geometry.outputWidth,
                input: input + planes.lowerBound * inputSize, output: output + results,
                winners: winners + results))
          }
        }
      }
    }
    return (output, selection)
  }
}
