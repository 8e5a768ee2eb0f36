import CJPEG
import Foundation

/// A picture in shades of grey.
struct GreyImage {
    let width: Int
    let height: Int
    var samples: [Float]

    static let pixelsMax = 2_000_000

    init(width: Int, height: Int, samples: [Float]) {
        self.width = width
        self.height = height
        self.samples = samples
    }

    /// Decodes a JPEG; nil when it is none, is cut short, or has more than ``pixelsMax`` pixels.
    init?(jpeg: [UInt8]) {
        var pixels: UnsafeMutablePointer<UInt8>?
        var width: Int32 = 0
        var height: Int32 = 0
        guard egret_jpeg_grey(jpeg, jpeg.count, Self.pixelsMax, &pixels, &width, &height) == 0, let pixels
        else { return nil }
        defer { free(pixels) }
        self.width = Int(width)
        self.height = Int(height)
        samples = UnsafeBufferPointer(start: pixels, count: Int(width * height)).map(Float.init)
    }

    /// The mean grey of equal boxes: `columns` × `rows` of them.
    func reduced(columns: Int, rows: Int) -> GreyImage? {
        guard width >= columns, height >= rows else { return nil }
        var out = [Float](repeating: 0, count: columns * rows)
        for row in 0..<rows {
            let top = row * height / rows
            let bottom = (row + 1) * height / rows
            for column in 0..<columns {
                let left = column * width / columns
                let right = (column + 1) * width / columns
                var sum: Float = 0
                for y in top..<bottom {
                    for x in left..<right { sum += samples[y * width + x] }
                }
                out[row * columns + column] = sum / Float((bottom - top) * (right - left))
            }
        }
        return GreyImage(width: columns, height: rows, samples: out)
    }

    /// Each sample against the mean and spread of its neighbourhood, so that light and its direction drop out.
    func locallyNormalised(radius: Int) -> GreyImage {
        var out = samples
        for y in 0..<height {
            for x in 0..<width {
                var sum: Float = 0
                var squares: Float = 0
                var count: Float = 0
                for ny in max(0, y - radius)...min(height - 1, y + radius) {
                    for nx in max(0, x - radius)...min(width - 1, x + radius) {
                        let value = samples[ny * width + nx]
                        sum += value
                        squares += value * value
                        count += 1
                    }
                }
                let mean = sum / count
                // Fourteen grey steps keep the grain of a plain wall from looking like structure.
                let spread = max((squares / count - mean * mean), 0).squareRoot() + 14
                out[y * width + x] = (samples[y * width + x] - mean) / spread
            }
        }
        return GreyImage(width: width, height: height, samples: out)
    }
}
