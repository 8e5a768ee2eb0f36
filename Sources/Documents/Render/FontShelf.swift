import CPango
import Foundation

/// The fonts of one thread: opening them takes some milliseconds, so a thread does it once.
final class FontShelf {
    let context: OpaquePointer
    private let map: UnsafeMutablePointer<PangoFontMap>

    /// **Errors:** ``RenderFault`` when a typeface cannot be read.
    init(_ typefaces: Typefaces) throws(RenderFault) {
        // The machine's fonts, and Egret's own for this shelf alone.
        guard let config = FcInitLoadConfigAndFonts() else { throw RenderFault(status: "no fonts") }
        defer { FcConfigDestroy(config) }
        for file in typefaces.files where FcConfigAppFontAddFile(config, file.path) == 0 {
            throw RenderFault(status: "\(file.lastPathComponent) is no font")
        }
        guard let map = pango_cairo_font_map_new() else { throw RenderFault(status: "no fonts") }
        egret_font_map_set_config(map, config)
        guard let context = pango_font_map_create_context(map) else {
            g_object_unref(map)
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
