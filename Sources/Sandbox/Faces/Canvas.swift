import CJPEG
import Foundation

/// A small picture in red, green and blue on which soft-edged shapes are painted.
struct Canvas {
    struct Colour {
        let red: Double
        let green: Double
        let blue: Double

        init(_ red: Double, _ green: Double, _ blue: Double) {
            self.red = red
            self.green = green
            self.blue = blue
        }

        func shaded(_ factor: Double) -> Colour { Colour(red * factor, green * factor, blue * factor) }
    }

    let width: Int
    let height: Int
    private var samples: [Float]
    /// Where the drawing's own coordinates come to lie: `scale · point + offset`.
    var scale = 1.0
    var offsetX = 0.0
    var offsetY = 0.0

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        samples = [Float](repeating: 0, count: width * height * 3)
    }

    mutating func fill(top: Colour, bottom: Colour) {
        for y in 0..<height {
            let part = Double(y) / Double(height - 1)
            let row = (
                Float(top.red + (bottom.red - top.red) * part),
                Float(top.green + (bottom.green - top.green) * part),
                Float(top.blue + (bottom.blue - top.blue) * part)
            )
            var at = y * width * 3
            for _ in 0..<width {
                samples[at] = row.0
                samples[at + 1] = row.1
                samples[at + 2] = row.2
                at += 3
            }
        }
    }

    mutating func ellipse(
        _ x: Double, _ y: Double, _ radiusX: Double, _ radiusY: Double, _ colour: Colour, alpha: Double = 1,
        above limit: Double = .infinity
    ) {
        paint(from: (x - radiusX, y - radiusY), to: (x + radiusX, min(y + radiusY, limit)), colour, alpha) {
            let dx = ($0 - x) / radiusX
            let dy = ($1 - y) / radiusY
            return (1 - (dx * dx + dy * dy).squareRoot()) * min(radiusX, radiusY)
        }
    }

    mutating func ring(
        _ x: Double, _ y: Double, _ radius: Double, thickness: Double, _ colour: Colour
    ) {
        let outer = radius + thickness
        paint(from: (x - outer, y - outer), to: (x + outer, y + outer), colour, 1) {
            let dx = $0 - x
            let dy = $1 - y
            return thickness / 2 - abs((dx * dx + dy * dy).squareRoot() - radius)
        }
    }

    /// A line with round ends.
    mutating func stroke(
        _ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double, width lineWidth: Double, _ colour: Colour,
        alpha: Double = 1
    ) {
        let radius = lineWidth / 2
        let lengthSquared = max((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0), 0.001)
        paint(
            from: (min(x0, x1) - radius, min(y0, y1) - radius),
            to: (max(x0, x1) + radius, max(y0, y1) + radius), colour, alpha
        ) { x, y in
            let along = max(0, min(1, ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / lengthSquared))
            let dx = x - x0 - along * (x1 - x0)
            let dy = y - y0 - along * (y1 - y0)
            return radius - (dx * dx + dy * dy).squareRoot()
        }
    }

    /// Light that falls off from one side, and grain.
    mutating func expose(
        light: Double, slopeX: Double, slopeY: Double, grain: Double, _ generator: inout SeededGenerator
    ) {
        for y in 0..<height {
            let vertical = light + slopeY * (Double(y) / Double(height) - 0.5)
            var at = y * width * 3
            var noise: UInt64 = 0
            for x in 0..<width {
                if x & 7 == 0 { noise = generator.next() }
                let grey = Float(Int(noise & 255) - 128) / 128 * Float(grain)
                noise >>= 8
                let factor = Float(vertical + slopeX * (Double(x) / Double(width) - 0.5))
                samples[at] = samples[at] * factor + grey
                samples[at + 1] = samples[at + 1] * factor + grey
                samples[at + 2] = samples[at + 2] * factor + grey
                at += 3
            }
        }
    }

    /// The picture at twice its size.
    func jpeg(quality: Int32) -> [UInt8] {
        let stride = width * 6
        var rgb = [UInt8](repeating: 0, count: stride * height * 2)
        for y in 0..<height {
            var from = y * width * 3
            var to = y * 2 * stride
            for _ in 0..<width {
                for channel in 0..<3 {
                    let value = UInt8(max(0, min(255, samples[from + channel])))
                    rgb[to + channel] = value
                    rgb[to + 3 + channel] = value
                    rgb[to + stride + channel] = value
                    rgb[to + stride + 3 + channel] = value
                }
                from += 3
                to += 6
            }
        }
        var bytes: UnsafeMutablePointer<UInt8>?
        var count = 0
        let failed = egret_jpeg_encode(rgb, Int32(width * 2), Int32(height * 2), quality, &bytes, &count)
        defer { free(bytes) }
        precondition(failed == 0, "libjpeg encodes every picture of ours unless memory is out")
        return Array(UnsafeBufferPointer(start: bytes, count: count))
    }

    /// Paints where `depth`, the distance inside the edge, is positive; half a pixel on either side is blended.
    private mutating func paint(
        from low: (Double, Double), to high: (Double, Double), _ colour: Colour, _ alpha: Double,
        depth: (Double, Double) -> Double
    ) {
        let left = max(0, Int(low.0 * scale + offsetX) - 1)
        let right = min(width - 1, Int(high.0 * scale + offsetX) + 1)
        let top = max(0, Int(low.1 * scale + offsetY) - 1)
        let bottom = min(height - 1, Int(high.1 * scale + offsetY) + 1)
        guard left <= right, top <= bottom else { return }
        for y in top...bottom {
            let ownY = (Double(y) - offsetY) / scale
            for x in left...right {
                let inside = depth((Double(x) - offsetX) / scale, ownY) * scale + 0.5
                guard inside > 0 else { continue }
                let share = Float(min(inside, 1) * alpha)
                let at = (y * width + x) * 3
                samples[at] += (Float(colour.red) - samples[at]) * share
                samples[at + 1] += (Float(colour.green) - samples[at + 1]) * share
                samples[at + 2] += (Float(colour.blue) - samples[at + 2]) * share
            }
        }
    }
}
