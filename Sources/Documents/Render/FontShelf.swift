import CPango

/// The fonts of one thread: opening them takes tens of milliseconds, so a thread does it once.
final class FontShelf {
    let context: OpaquePointer
    private let map: UnsafeMutablePointer<PangoFontMap>

    init() throws(RenderFault) {
        guard let map = pango_cairo_font_map_new(), let context = pango_font_map_create_context(map) else {
            throw RenderFault(status: "no fonts")
        }
        self.map = map
        self.context = context
        pango_context_set_language(context, pango_language_from_string("zh-cn"))
    }

    deinit {
        g_object_unref(UnsafeMutableRawPointer(context))
        g_object_unref(map)
    }
}
