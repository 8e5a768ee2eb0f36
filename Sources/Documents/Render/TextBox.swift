import CPango

/// A text set in a width, ready to be measured and drawn.
///
/// The text is given as plain characters with attributes beside it, never as Pango markup, so nothing in it is
/// read as formatting.
final class TextBox {
    /// Points.
    let width: Double
    let height: Double
    private let ink: Ink
    private let style: TextStyle
    private let layout: OpaquePointer

    /// Sets the text; `width` in points, nil for one line as wide as the text.
    ///
    /// **Errors:** ``DocumentRefused`` naming `field` when the text is not plain or a character has no glyph.
    init(_ text: String, _ style: TextStyle, width: Double?, field: String, ink: Ink) throws {
        guard text.isPlainPaperText else { throw DocumentRefused.unsafeText(field: field) }
        guard let layout = pango_layout_new(ink.fonts.context) else { throw RenderFault(status: "no layout") }
        self.layout = layout
        self.ink = ink
        self.style = style
        Self.set(style, on: layout, width: width)
        let bytes = Array(text.utf8)
        bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                pango_layout_set_text(layout, characters.baseAddress, Int32(characters.count))
            }
        }
        guard pango_layout_get_unknown_glyphs_count(layout) == 0 else {
            g_object_unref(UnsafeMutableRawPointer(layout))
            throw DocumentRefused.missingGlyph(field: field)
        }
        var logical = PangoRectangle()
        pango_layout_get_extents(layout, nil, &logical)
        self.width = width ?? Double(logical.width) / Double(PANGO_SCALE)
        height = Double(logical.height) / Double(PANGO_SCALE)
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

    /// Draws with the upper left corner at a point and records what was drawn.
    func draw(x: Double, y: Double, recording: Bool = true) {
        ink.setColor(style.color)
        cairo_move_to(ink.context, x, y)
        pango_cairo_show_layout(ink.context, layout)
        if recording, let text = pango_layout_get_text(layout) { ink.record(String(cString: text)) }
    }

    private static func set(_ style: TextStyle, on layout: OpaquePointer, width: Double?) {
        let font = pango_font_description_new()
        pango_font_description_set_family(font, style.family.rawValue)
        pango_font_description_set_absolute_size(font, style.size * Double(PANGO_SCALE))
        pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
        pango_layout_set_font_description(layout, font)
        pango_font_description_free(font)
        if let width { pango_layout_set_width(layout, Int32(width * Double(PANGO_SCALE))) }
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        pango_layout_set_alignment(layout, style.alignment.pango)
        pango_layout_set_justify(layout, style.justified ? 1 : 0)
        pango_layout_set_indent(layout, Int32(style.indent * Double(PANGO_SCALE)))
        if let factor = style.lineFactor { pango_layout_set_line_spacing(layout, factor) }
        if style.spacing != 0 {
            let attributes = pango_attr_list_new()
            pango_attr_list_insert(
                attributes, pango_attr_letter_spacing_new(Int32(style.spacing * Double(PANGO_SCALE))))
            pango_layout_set_attributes(layout, attributes)
            pango_attr_list_unref(attributes)
        }
    }
}
