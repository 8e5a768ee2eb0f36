/// Short texts of digits, letters, hyphens and full stops at six bits a character, after a byte with their length.
enum SixBitText {
    static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-.".utf8)

    /// - Returns: Nil when a character is outside the alphabet or the text is longer than 255.
    static func encode(_ text: String) -> [UInt8]? {
        guard let length = UInt8(exactly: text.utf8.count) else { return nil }
        var bytes = [length]
        var buffer: UInt32 = 0
        var bits = 0
        for character in text.utf8 {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            buffer = (buffer << 6 | UInt32(value)) & 0xFFFF
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
        }
        if bits > 0 { bytes.append(UInt8(truncatingIfNeeded: buffer << UInt32(8 - bits))) }
        return bytes
    }
}

/// Reads bytes from front to back.
struct ByteReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ count: Int) -> [UInt8]? {
        guard rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func sixBitText() -> String? {
        guard let length = take(1).map({ Int($0[0]) }), let bytes = take((length * 6 + 7) / 8) else {
            return nil
        }
        let characters = (0..<length).map { index in
            let bit = index * 6
            let high = UInt16(bytes[bit / 8]) << 8
            let low = bit / 8 + 1 < bytes.count ? UInt16(bytes[bit / 8 + 1]) : 0
            return SixBitText.alphabet[Int((high | low) >> UInt16(10 - bit % 8) & 63)]
        }
        return String(decoding: characters, as: UTF8.self)
    }
}
