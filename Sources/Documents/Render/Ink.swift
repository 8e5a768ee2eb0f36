import CPango

/// A PDF being drawn: the Cairo surface, its fonts, and the record of every text on it.
///
/// Lives on one thread from beginning to end; the fonts come from the thread's ``FontShelf``.
final class Ink {
    /// Collects what Cairo writes.
    private final class Output {
        var bytes: [UInt8] = []
    }

    let context: OpaquePointer
    let fonts: FontShelf
    private(set) var drawn: [DrawnText] = []
    private(set) var page = 1
    private let surface: OpaquePointer
    private let output: Output
    /// Whether what is drawn is a picture of the first page, and no file.
    private let isPicture: Bool

    /// The first page as a picture, so many pixels a point, on white.
    init(picture scale: Double, fonts: FontShelf) throws(RenderFault) {
        let width = Int32(points(DocumentLayout.pageWidth) * scale)
        let height = Int32(points(DocumentLayout.pageHeight) * scale)
        guard let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height),
            let context = cairo_create(surface)
        else { throw RenderFault(status: "no surface") }
        self.surface = surface
        self.context = context
        output = Output()
        self.fonts = fonts
        isPicture = true
        cairo_set_source_rgb(context, 1, 1, 1)
        cairo_paint(context)
        cairo_scale(context, scale, scale)
        pango_cairo_update_context(context, fonts.context)
    }

    /// An A4 surface.
    ///
    /// PDF 1.4 keeps the classic cross-reference table, which the seal is appended to.
    init(fonts: FontShelf) throws(RenderFault) {
        let output = Output()
        let width = points(DocumentLayout.pageWidth)
        let height = points(DocumentLayout.pageHeight)
        guard
            let surface = cairo_pdf_surface_create_for_stream(
                Self.write, Unmanaged.passUnretained(output).toOpaque(), width, height),
            let context = cairo_create(surface)
        else { throw RenderFault(status: "no surface") }
        cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4)
        self.surface = surface
        self.context = context
        self.output = output
        self.fonts = fonts
        isPicture = false
        pango_cairo_update_context(context, fonts.context)
    }

    private static var write: cairo_write_func_t {
        { closure, data, length in
            guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
            let output = Unmanaged<Output>.fromOpaque(closure).takeUnretainedValue()
            output.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
            return CAIRO_STATUS_SUCCESS
        }
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    func setMetadata(_ key: cairo_pdf_metadata_t, _ text: String) {
        cairo_pdf_surface_set_metadata(surface, key, text)
    }

    func nextPage() {
        if isPicture {
            // Later pages leave no trace on the picture of the first.
            cairo_reset_clip(context)
            cairo_new_path(context)
            cairo_rectangle(context, 0, 0, 0, 0)
            cairo_clip(context)
        } else {
            cairo_show_page(context)
        }
        page += 1
    }

    func record(_ text: String) {
        drawn.append(DrawnText(page: page, text: text))
    }

    /// Ends the last page and gives the whole file.
    func finish() throws(RenderFault) -> [UInt8] {
        cairo_show_page(context)
        cairo_surface_finish(surface)
        let status = cairo_surface_status(surface)
        guard status == CAIRO_STATUS_SUCCESS, cairo_status(context) == CAIRO_STATUS_SUCCESS else {
            throw RenderFault(status: String(cString: cairo_status_to_string(status)))
        }
        return output.bytes
    }

    /// The picture as PNG.
    func picture() throws(RenderFault) -> [UInt8] {
        cairo_surface_flush(surface)
        let status = cairo_surface_write_to_png_stream(
            surface, Self.write, Unmanaged.passUnretained(output).toOpaque())
        guard status == CAIRO_STATUS_SUCCESS, cairo_status(context) == CAIRO_STATUS_SUCCESS else {
            throw RenderFault(status: String(cString: cairo_status_to_string(status)))
        }
        return output.bytes
    }

    func setColor(_ color: TextStyle.Color) {
        cairo_set_source_rgba(context, color.red, color.green, color.blue, color.alpha)
    }

    /// A line from point to point; lengths in points.
    func line(from: (x: Double, y: Double), to: (x: Double, y: Double), width: Double, color: TextStyle.Color)
    {
        setColor(color)
        cairo_set_line_width(context, width)
        cairo_move_to(context, from.x, from.y)
        cairo_line_to(context, to.x, to.y)
        cairo_stroke(context)
    }

    func fill(x: Double, y: Double, width: Double, height: Double, color: TextStyle.Color) {
        setColor(color)
        cairo_rectangle(context, x, y, width, height)
        cairo_fill(context)
    }

    /// Draws inside a saved state of the context.
    func saved(_ body: () -> Void) {
        cairo_save(context)
        body()
        cairo_restore(context)
    }
}

/// Cairo could not draw: a fault of the machine.
struct RenderFault: Error, Hashable {
    let status: String
}
