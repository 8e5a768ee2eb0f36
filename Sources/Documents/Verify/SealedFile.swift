import Base
import Vault

/// A file that somebody says is a sealed paper.
struct SealedFile {
    enum Finding: String, Hashable {
        /// A photograph, a text, anything but a PDF.
        case notPDF = "not-pdf"
        /// No signature at all: not one of our files.
        case unsealed
        /// A signature of somebody else.
        case foreign
        /// Our signature, over every byte.
        case whole
        /// A signature that does not hold, or bytes that it does not cover.
        case broken
    }

    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func check(trusted: [Certificate], at now: Instant) -> Finding {
        guard bytes.starts(with: "%PDF-", at: 0) else { return .notPDF }
        guard let mark = bytes.lastRange(of: "/ByteRange") else {
            return .unsealed
        }
        guard let range = byteRange(after: mark.upperBound), let der = signature(in: range) else {
            return .broken
        }
        let content = Array(bytes[..<range.open]) + Array(bytes[range.close...])
        do {
            _ = try CMS.verifyDetached(der, content: content, trusted: trusted, at: now)
            return .whole
        } catch {
            if case .unknownKey = error { return .foreign }
            return .broken
        }
    }

    /// The place of the signature, when the range covers everything else from the first byte to the last.
    private func byteRange(after start: Int) -> (open: Int, close: Int)? {
        guard let bracket = bytes.range(of: "[", from: start), bracket.lowerBound - start < 8,
            let end = bytes.range(of: "]", from: bracket.upperBound), end.lowerBound - start < 80
        else { return nil }
        let text = String(decoding: bytes[bracket.upperBound..<end.lowerBound], as: UTF8.self)
        let numbers = text.split { $0.isWhitespace }.compactMap { Int($0) }
        guard numbers.count == 4, numbers[0] == 0, numbers.allSatisfy({ (0...bytes.count).contains($0) }),
            numbers[1] < numbers[2], numbers[2] + numbers[3] == bytes.count
        else { return nil }
        return (numbers[1], numbers[2])
    }

    private func signature(in range: (open: Int, close: Int)) -> [UInt8]? {
        let inside = bytes[range.open..<range.close]
        guard inside.first == UInt8(ascii: "<"), inside.last == UInt8(ascii: ">"), inside.count <= 131_072
        else { return nil }
        return [UInt8](hex: String(decoding: inside.dropFirst().dropLast(), as: UTF8.self))
    }
}
