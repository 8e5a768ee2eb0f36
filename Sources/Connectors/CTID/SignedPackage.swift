import Base
import Foundation

/// `{"bizPackage": {…}, "sign": "…"}` with the package's bytes exactly as they were sent.
///
/// A signature covers bytes, and JSON may be written in many ways, so the package is cut out of the text instead of
/// being parsed and written again.
struct SignedPackage: Sendable {
    let package: [UInt8]
    let signature: [UInt8]

    /// - Returns: Nil unless the bytes are one object of exactly these two members, in either order, an object and a text.
    init?(_ bytes: [UInt8]) {
        guard let members = JSONValue.members(of: bytes), members.count == 2,
            let package = members["bizPackage"], package.first == UInt8(ascii: "{"),
            let sign = members["sign"],
            let text = JSONValue(Array(sign))?.text, let signature = Data(base64Encoded: text)
        else { return nil }
        self.package = Array(package)
        self.signature = [UInt8](signature)
    }
}
