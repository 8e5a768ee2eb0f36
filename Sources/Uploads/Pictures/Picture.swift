import CJPEG
import CPango
import Foundation

/// A picture as it is kept: upright, no larger than an eye needs, and nothing in it but what is seen.
///
/// It is drawn anew from what was sent, so that neither the place where a phone took it nor anything hidden behind its
/// pixels is kept.
enum Picture {
    /// Of what a phone sends at most; a larger one unfolds into more memory than it is worth.
    ///
    /// **Unit:** pixels.
    static let jpegPixelsMax = 110_000_000
    /// Of one that comes in several scans, which is kept whole in memory until the last of them.
    ///
    /// **Unit:** pixels.
    static let jpegPixelsInScansMax = 24_000_000
    /// A PNG is unfolded whole.
    ///
    /// **Unit:** pixels.
    static let pngPixelsMax = 16_000_000
    /// A page photographed so is read well on paper, at 200 dots an inch.
    ///
    /// **Unit:** pixels.
    static let longSideMax = 2_400
    static let quality: Int32 = 85

    /// - Returns: The same picture as a JPEG.
    /// - Throws: ``UploadRefused/damaged``, ``UploadRefused/tooManyPixels``.
    static func kept(_ bytes: [UInt8], _ look: FileLook) throws(UploadRefused) -> [UInt8] {
        switch look {
        case .jpeg: try jpeg(bytes)
        case .png: try png(bytes)
        case .pdf: throw .noPicture
        }
    }

    private static func jpeg(_ bytes: [UInt8]) throws(UploadRefused) -> [UInt8] {
        var (rgb, width, height): (UnsafeMutablePointer<UInt8>?, Int32, Int32) = (nil, 0, 0)
        let outcome = egret_jpeg_upright(
            bytes, bytes.count, jpegPixelsMax, jpegPixelsInScansMax, Int32(longSideMax), &rgb, &width, &height
        )
        defer { free(rgb) }
        guard outcome != 2 else { throw .tooManyPixels }
        guard outcome == 0, let rgb else { throw .damaged }
        return try encode(rgb, width, height)
    }

    private static func encode(
        _ rgb: UnsafePointer<UInt8>, _ width: Int32, _ height: Int32
    ) throws(UploadRefused) -> [UInt8] {
        var (made, count): (UnsafeMutablePointer<UInt8>?, Int) = (nil, 0)
        guard egret_jpeg_encode(rgb, width, height, quality, &made, &count) == 0 else { throw .damaged }
        defer { free(made) }
        return Array(UnsafeBufferPointer(start: made, count: count))
    }

    private static func png(_ bytes: [UInt8]) throws(UploadRefused) -> [UInt8] {
        // Width and height stand first, in the chunk that every PNG begins with.
        guard bytes.count > 24, Array(bytes[12..<16]) == Array("IHDR".utf8) else { throw .damaged }
        let (width, height) = (number(bytes[16..<20]), number(bytes[20..<24]))
        guard width > 0, height > 0, width <= 30_000, height <= 30_000 else { throw .damaged }
        guard width * height <= pngPixelsMax else { throw .tooManyPixels }
        var reader = Reader(bytes: bytes)
        let surface = withUnsafeMutablePointer(to: &reader) { reader in
            cairo_image_surface_create_from_png_stream(
                { closure, data, length in
                    guard let reader = closure?.assumingMemoryBound(to: Reader.self), let data,
                        reader.pointee.read(Int(length), into: data)
                    else { return CAIRO_STATUS_READ_ERROR }
                    return CAIRO_STATUS_SUCCESS
                }, reader)
        }
        defer { cairo_surface_destroy(surface) }
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS,
            cairo_image_surface_get_width(surface) == width,
            cairo_image_surface_get_height(surface) == height
        else { throw .damaged }
        let scale = min(1, Double(longSideMax) / Double(max(width, height)))
        let (across, down) = (max(1, Int(Double(width) * scale)), max(1, Int(Double(height) * scale)))
        return try encode(onWhite(surface, across, down, scale), Int32(across), Int32(down))
    }

    /// What is clear becomes paper.
    private static func onWhite(
        _ surface: OpaquePointer?, _ width: Int, _ height: Int, _ scale: Double
    ) throws(UploadRefused) -> [UInt8] {
        // Any depth that a PNG has is drawn into four bytes a pixel.
        let page = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
        defer { cairo_surface_destroy(page) }
        let pen = cairo_create(page)
        defer { cairo_destroy(pen) }
        cairo_set_source_rgb(pen, 1, 1, 1)
        cairo_paint(pen)
        cairo_scale(pen, scale, scale)
        cairo_set_source_surface(pen, surface, 0, 0)
        cairo_paint(pen)
        cairo_surface_flush(page)
        guard cairo_status(pen) == CAIRO_STATUS_SUCCESS, let data = cairo_image_surface_get_data(page) else {
            throw .damaged
        }
        let stride = Int(cairo_image_surface_get_stride(page))
        return [UInt8](unsafeUninitializedCapacity: width * height * 3) { rgb, count in
            var to = 0
            for y in 0..<height {
                for x in 0..<width {
                    let from = y * stride + x * 4
                    // Blue stands first where the machine's smallest byte does.
                    rgb[to] = data[from + 2]
                    rgb[to + 1] = data[from + 1]
                    rgb[to + 2] = data[from]
                    to += 3
                }
            }
            count = to
        }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $0 << 8 | Int($1) }
    }

    private struct Reader {
        let bytes: [UInt8]
        var at = 0

        mutating func read(_ count: Int, into data: UnsafeMutablePointer<UInt8>) -> Bool {
            guard bytes.count - at >= count else { return false }
            bytes.withUnsafeBufferPointer { all in
                if let base = all.baseAddress { data.update(from: base + at, count: count) }
            }
            at += count
            return true
        }
    }
}
