import Glibc

/// Turns a file's bytes into text: UTF-8 where they are that, GB18030 otherwise, as Chinese offices' tables are.
enum CatalogueText {
    /// - Throws: ``CatalogueFileProblem`` naming the line in which the bytes stop being text.
    static func decode(_ bytes: [UInt8]) throws(CatalogueFileProblem) -> [UInt8] {
        if String(validating: bytes, as: UTF8.self) != nil {
            return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        }
        return try fromGB18030(bytes)
    }

    private static func fromGB18030(_ bytes: [UInt8]) throws(CatalogueFileProblem) -> [UInt8] {
        guard let converter = iconv_open("UTF-8", "GB18030"), converter != iconv_t(bitPattern: -1) else {
            throw CatalogueFileProblem(line: 1, "not UTF-8, and this machine cannot read GB18030")
        }
        defer { iconv_close(converter) }
        // Two bytes become three, for a few rare characters four, and four become four.
        var converted = [UInt8](repeating: 0, count: bytes.count * 2)
        var source = bytes
        let (left, room) = source.withUnsafeMutableBytes { source in
            converted.withUnsafeMutableBytes { converted in
                var from = source.baseAddress?.assumingMemoryBound(to: CChar.self)
                var to = converted.baseAddress?.assumingMemoryBound(to: CChar.self)
                var (left, room) = (source.count, converted.count)
                _ = iconv(converter, &from, &left, &to, &room)
                return (left, room)
            }
        }
        guard left == 0 else {
            let read = bytes.prefix(bytes.count - left)
            throw CatalogueFileProblem(
                line: read.count { $0 == 0x0A } + 1, "neither UTF-8 nor GB18030 from here on")
        }
        return Array(converted.prefix(converted.count - room))
    }
}
