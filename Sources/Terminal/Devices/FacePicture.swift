import Foundation
import Wire

/// A picture as the camera gave it: looks like a JPEG and is small enough.
struct FacePicture: Sendable {
    let jpeg: [UInt8]

    init(jpeg: [UInt8]) throws(FaceRefused) {
        guard jpeg.count >= 128, jpeg.count <= FaceCapture.bytesMax, jpeg.starts(with: [0xFF, 0xD8, 0xFF]),
            jpeg.suffix(2) == [0xFF, 0xD9]
        else { throw .out }
        self.jpeg = jpeg
    }

    /// Reads base 64 with or without `data:image/jpeg;base64,` before it.
    init(base64: String) throws(FaceRefused) {
        let text = base64.hasPrefix("data:image/jpeg;base64,") ? String(base64.dropFirst(23)) : base64
        guard let data = Data(base64Encoded: text) else { throw .out }
        try self.init(jpeg: [UInt8](data))
    }
}
