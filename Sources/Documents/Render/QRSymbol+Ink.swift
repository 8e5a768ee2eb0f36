import CPango
import Web

extension QRSymbol {
    /// Draws with its quiet zone inside a square.
    func draw(x: Double, y: Double, size: Double, ink: Ink) {
        let module = size / Double(side + 2 * Self.quiet)
        ink.setColor(TextStyle.Color(red: 0, green: 0, blue: 0, alpha: 1))
        for run in runs {
            cairo_rectangle(
                ink.context, x + Double(run.column + Self.quiet) * module,
                y + Double(run.row + Self.quiet) * module, Double(run.count) * module, module)
        }
        cairo_fill(ink.context)
    }
}
