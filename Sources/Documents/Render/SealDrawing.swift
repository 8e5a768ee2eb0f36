import CPango
import Foundation

/// Draws the department, the day and the seal over both, and remembers where the seal is.
final class SealDrawing {
    /// Where the seal is, points from the upper left corner of its page.
    struct Place: Hashable {
        let page: Int
        let x, y, size: Double
    }

    /// Points.
    private static let size = points(42)

    private(set) var place: Place?
    private let design: SealDesign

    init(design: SealDesign) {
        self.design = design
    }

    func piece(department: String, date: String, blocks: BlockComposer) throws -> Piece {
        let ink = blocks.ink
        let natural = try blocks.textBox(department, .signature, width: nil, field: "seal").width
        let columnWidth = min(blocks.width, max(Self.size, natural) + 12)
        let left = blocks.left + blocks.width - columnWidth
        let name = try blocks.textBox(department, .signature, width: columnWidth, field: "seal")
        let day = try blocks.textBox(date, .signature, width: columnWidth, field: "seal")
        let ring = try ringText(department, blocks: blocks)
        let height = Self.size + 6
        return Piece(height: height, spaceBefore: 14) { y in
            let middle = y + height / 2
            name.draw(x: left, y: middle - name.height - 1)
            day.draw(x: left, y: middle + 3)
            let place = Place(
                page: ink.page, x: left + (columnWidth - Self.size) / 2, y: y + 3, size: Self.size)
            self.place = place
            self.draw(ring, at: place, ink: ink)
        }
    }

    /// The characters of the department's name and the words of a test seal.
    private struct Ring {
        let characters: [TextBox]
        let purpose: TextBox?
        let test: TextBox?
    }

    private func ringText(_ department: String, blocks: BlockComposer) throws -> Ring {
        // The ring is as large as ever, so its characters do not grow with the type of the paper.
        guard design.isTest else { return Ring(characters: [], purpose: nil, test: nil) }
        // The name takes at most 230 degrees of a circle of 0.78 radius: smaller characters for longer names.
        let arc = Self.size / 2 * 0.78 * 230 / 180 * Double.pi
        let size = min(15.5, arc / Double(max(department.count, 6)) * 0.92)
        let style = TextStyle(size: size, bold: true, color: .seal)
        return Ring(
            characters: try department.map {
                try TextBox(String($0), style, width: nil, field: "seal", ink: blocks.ink)
            },
            purpose: try TextBox(
                "测试专用章", TextStyle(size: 11, bold: true, color: .seal, spacing: 1.2), width: nil,
                field: "seal", ink: blocks.ink),
            test: try TextBox(
                "TEST", TextStyle(family: .sans, size: 9.5, bold: true, color: .seal, spacing: 0.7),
                width: nil, field: "seal", ink: blocks.ink))
    }

    private func draw(_ ring: Ring, at place: Place, ink: Ink) {
        if case .licensed(let png) = design {
            drawPicture(png, at: place, ink: ink)
            return
        }
        let context = ink.context
        let radius = place.size / 2
        ink.saved {
            cairo_translate(context, place.x + radius, place.y + radius)
            ink.setColor(.seal)
            cairo_set_line_width(context, 3.2)
            // a new path: an arc is otherwise joined to where the last text began
            cairo_new_path(context)
            cairo_arc(context, 0, 0, radius - 1.6, 0, 2 * .pi)
            cairo_stroke(context)
            cairo_set_line_width(context, 0.7)
            cairo_new_path(context)
            cairo_arc(context, 0, 0, radius - 5, 0, 2 * .pi)
            cairo_stroke(context)
            star(radius: radius * 0.27, context: context)
            let step = 230.0 / 180 * Double.pi / Double(max(ring.characters.count, 9))
            let first = -step * Double(ring.characters.count - 1) / 2
            for (index, box) in ring.characters.enumerated() {
                ink.saved {
                    cairo_rotate(context, first + step * Double(index))
                    box.draw(x: -box.width / 2, y: -radius * 0.9, recording: false)
                }
            }
            ring.purpose?.draw(x: -(ring.purpose?.width ?? 0) / 2, y: radius * 0.34)
            ring.test?.draw(x: -(ring.test?.width ?? 0) / 2, y: radius * 0.62)
        }
    }

    /// A five-pointed star around the origin, its upper point up.
    private func star(radius: Double, context: OpaquePointer) {
        for point in 0..<5 {
            let angle = Double(point) * 4 * .pi / 5 - .pi / 2
            let (x, y) = (radius * cos(angle), radius * sin(angle))
            if point == 0 { cairo_move_to(context, x, y) } else { cairo_line_to(context, x, y) }
        }
        cairo_close_path(context)
        cairo_set_fill_rule(context, CAIRO_FILL_RULE_WINDING)
        cairo_fill(context)
    }

    private func drawPicture(_ png: [UInt8], at place: Place, ink: Ink) {
        guard let picture = PNGPicture(png) else { return }
        ink.saved {
            cairo_translate(ink.context, place.x, place.y)
            cairo_scale(ink.context, place.size / picture.width, place.size / picture.height)
            cairo_set_source_surface(ink.context, picture.surface, 0, 0)
            cairo_paint(ink.context)
        }
    }
}
