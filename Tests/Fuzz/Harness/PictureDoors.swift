import Base
import Foundation
import Vault

@testable import Documents
@testable import Sandbox

extension Door {
    /// Pictures: with an odd first byte a JPEG for the face matcher, else the PNG of a licensed seal.
    static let pictures = Door(
        "pictures", bytesMax: 16_384, words: ["JFIF", "IHDR", "IDAT", "IEND", "PLTE", "tRNS"]
    ) {
        let png = Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        )
        var small = Canvas(width: 48, height: 32)
        small.fill(top: .init(200, 190, 180), bottom: .init(20, 30, 40))
        return [[0] + [UInt8](png ?? Data()), [1] + small.jpeg(quality: 60)]
    } enter: { bytes in
        let rest = Array(bytes.dropFirst())
        if bytes.first.map({ $0 & 1 == 1 }) ?? false {
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
