import CPango
import CQREncode

/// A QR code at error correction level Q: a quarter of it may be dirty or torn.
struct QRSymbol {
    /// Modules on a side, without the quiet zone.
    let side: Int
    /// Row by row, true for dark.
    let modules: [Bool]
    /// Quiet zone around it, in modules, as the standard asks.
    private static let quiet = 4

    init(_ text: String) throws(RenderFault) {
        // Case matters to a URL; capitals and digits in a row are still packed as alphanumeric by the library.
        guard let code = QRcode_encodeString(text, 0, QR_ECLEVEL_Q, QR_MODE_8, 1) else {
            throw RenderFault(status: "no QR code")
        }
        defer { QRcode_free(code) }
        side = Int(code.pointee.width)
        let data = UnsafeBufferPointer(start: code.pointee.data, count: side * side)
        modules = data.map { $0 & 1 == 1 }
    }

    /// Draws with its quiet zone inside a square.
    func draw(x: Double, y: Double, size: Double, ink: Ink) {
        let module = size / Double(side + 2 * Self.quiet)
        ink.setColor(TextStyle.Color(red: 0, green: 0, blue: 0, alpha: 1))
        for row in 0..<side {
            var column = 0
            while column < side {
                guard modules[row * side + column] else {
                    column += 1
                    continue
                }
                var end = column
                while end < side, modules[row * side + end] { end += 1 }
                cairo_rectangle(
                    ink.context, x + Double(column + Self.quiet) * module,
                    y + Double(row + Self.quiet) * module, Double(end - column) * module, module)
                column = end
            }
        }
        cairo_fill(ink.context)
    }
}
