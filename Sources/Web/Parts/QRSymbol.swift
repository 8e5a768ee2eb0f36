import CQREncode
import Foundation

/// A QR code at error correction level Q: a quarter of it may be dirty or torn.
public struct QRSymbol: Sendable {
    /// Modules on a side, without the quiet zone.
    public let side: Int
    /// Row by row, true for dark.
    public let modules: [Bool]
    /// Quiet zone around it, in modules, as the standard asks.
    public static let quiet = 4

    /// - Returns: Nil when the text is longer than a code can be.
    public init?(_ text: String) {
        // Case matters to a URL; capitals and digits in a row are still packed as alphanumeric by the library.
        guard let code = QRcode_encodeString(text, 0, QR_ECLEVEL_Q, QR_MODE_8, 1) else { return nil }
        defer { QRcode_free(code) }
        side = Int(code.pointee.width)
        let data = UnsafeBufferPointer(start: code.pointee.data, count: side * side)
        modules = data.map { $0 & 1 == 1 }
    }

    /// Runs of dark modules: row, first column, count.
    public var runs: [(row: Int, column: Int, count: Int)] {
        (0..<side).flatMap { row in
            var runs: [(row: Int, column: Int, count: Int)] = []
            for column in 0..<side where modules[row * side + column] {
                if let last = runs.last, last.column + last.count == column {
                    runs[runs.count - 1].count += 1
                } else {
                    runs.append((row, column, 1))
                }
            }
            return runs
        }
    }

    /// The code as a picture for a page, with its quiet zone; `alt` says what it is for.
    public func picture(alt: String, size: Int = 280) -> HTML {
        let width = side + 2 * Self.quiet
        let path = runs.map { run in
            "M\(run.column + Self.quiet) \(run.row + Self.quiet)h\(run.count)v1h-\(run.count)z"
        }.joined()
        let svg =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(width)\" shape-rendering=\"crispEdges\">"
            + "<path fill=\"#fff\" d=\"M0 0h\(width)v\(width)H0z\"/><path d=\"\(path)\"/></svg>"
        return void(
            "img", .class("qr"), .src("data:image/svg+xml;base64," + Data(svg.utf8).base64EncodedString()),
            .alt(alt), .width(size), .height(size))
    }
}
