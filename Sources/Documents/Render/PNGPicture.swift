import CPango

/// A PNG read into a Cairo surface.
final class PNGPicture {
    private final class Input {
        var rest: ArraySlice<UInt8>
        init(_ bytes: [UInt8]) { rest = bytes[...] }
    }

    /// Longest side; Cairo takes the memory for all pixels before it reads one.
    static let sideMax = 4_096

    let surface: OpaquePointer
    /// Pixels.
    let width, height: Double

    /// - Returns: Nil when the bytes are not a PNG of at least one pixel, or it is too large.
    init?(_ bytes: [UInt8]) {
        guard Self.sides(in: bytes).allSatisfy({ (1...Self.sideMax).contains($0) }) else { return nil }
        let input = Input(bytes)
        let read: cairo_read_func_t = { closure, data, length in
            guard let closure, let data else { return CAIRO_STATUS_READ_ERROR }
            let input = Unmanaged<Input>.fromOpaque(closure).takeUnretainedValue()
            guard input.rest.count >= Int(length) else { return CAIRO_STATUS_READ_ERROR }
            for index in 0..<Int(length) { data[index] = input.rest.removeFirst() }
            return CAIRO_STATUS_SUCCESS
        }
        let surface = withExtendedLifetime(input) {
            cairo_image_surface_create_from_png_stream(read, Unmanaged.passUnretained(input).toOpaque())
        }
        guard let surface else { return nil }
        let (width, height) = (
            cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface)
        )
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, width > 0, height > 0 else {
            cairo_surface_destroy(surface)
            return nil
        }
        self.surface = surface
        self.width = Double(width)
        self.height = Double(height)
    }

    deinit { cairo_surface_destroy(surface) }

    /// Width and height as the first chunk says them: big-endian, from the seventeenth byte on.
    private static func sides(in bytes: [UInt8]) -> [Int] {
        [16, 20].map { start in bytes.dropFirst(start).prefix(4).reduce(0) { $0 << 8 | Int($1) } }
    }
}
