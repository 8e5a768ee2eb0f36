import Base
import Foundation
import Vault

@testable import Documents
@testable import Sandbox
@testable import Uploads

/// How many pixels a picture says that it has, for a door that must stay small.
private enum PictureHeader {
    static func pixels(_ bytes: [UInt8]) -> Int? {
        func number(_ at: Int, _ count: Int) -> Int? {
            guard at + count <= bytes.count else { return nil }
            return bytes[at..<at + count].reduce(0) { $0 << 8 | Int($1) }
        }
        if bytes.first == 0x89 {
            guard let width = number(16, 4), let height = number(20, 4), width < 65_536, height < 65_536
            else {
                return nil
            }
            return width * height
        }
        // Every frame of a JPEG, whichever kind: the largest counts.
        var largest: Int?
        for at in bytes.indices.dropLast(9) where bytes[at] == 0xFF && (0xC0...0xCF).contains(bytes[at + 1]) {
            guard let height = number(at + 5, 2), let width = number(at + 7, 2) else { continue }
            largest = max(largest ?? 0, width * height)
        }
        return largest
    }
}

/// An orientation, as a camera writes it.
private func withExif(_ jpeg: [UInt8]) -> [UInt8] {
    let tiff: [UInt8] =
        Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]
    let payload = Array("Exif\0\0".utf8) + tiff
    return Array(jpeg[0..<2]) + [0xFF, 0xE1, 0, UInt8(payload.count + 2)] + payload + Array(jpeg[2...])
}

extension Door {
    /// Pictures: by the first byte a JPEG for the face matcher, the PNG of a licensed seal, or a picture that a phone sends.
    static let pictures = Door(
        "pictures", bytesMax: 16_384,
        words: ["JFIF", "Exif", "IHDR", "IDAT", "IEND", "PLTE", "tRNS", "%PDF-", "%%EOF", "/Encrypt"]
    ) {
        let png = Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        )
        var small = Canvas(width: 48, height: 32)
        small.fill(top: .init(200, 190, 180), bottom: .init(20, 30, 40))
        return [
            [0] + [UInt8](png ?? Data()), [1] + small.jpeg(quality: 60), [2] + small.jpeg(quality: 60),
            [3] + [UInt8](png ?? Data()), [2] + withExif(small.jpeg(quality: 60)),
            [2] + Array("%PDF-1.5\n%%EOF\n".utf8),
        ]
    } enter: { bytes in
        let rest = Array(bytes.dropFirst())
        let door = (bytes.first ?? 0) & 3
        // What is sent instead of a picture; more is not read of it.
        if FileLook(rest) == .pdf {
            do throws(UploadRefused) {
                try PDFLook.check(rest)
            } catch {
                try promise(error == .damaged || error == .locked, "a PDF is refused as \(error)")
            }
        }
        if door >= 2 {
            let look = door == 2 ? FileLook.jpeg : .png
            // A fuzzer's picture is small, and so is what it may unfold into here.
            guard let size = PictureHeader.pixels(rest), size <= 1_000_000,
                let kept = try? Picture.kept(rest, look)
            else { return }
            try promise(kept.starts(with: [0xFF, 0xD8, 0xFF]), "what is kept is no JPEG")
            try promise(
                kept.firstRange(of: Array("Exif".utf8)) == nil, "what is kept tells more than is seen")
        } else if door == 1 {
            guard let picture = GreyImage(jpeg: rest) else { return }
            try promise(
                picture.samples.count == picture.width * picture.height
                    && picture.samples.count <= GreyImage.pixelsMax, "a picture of other size than it says")
        } else if let picture = PNGPicture(rest) {
            try promise(
                picture.width >= 1 && picture.height >= 1 && picture.width * picture.height <= 16_777_216,
                "a seal of \(picture.width) × \(picture.height) is drawn")
        }
    }
}
