/// Parts written one after the other, each behind its length in four bytes, so that no two lists read alike.
enum LengthFramed {
    static func join(_ parts: [[UInt8]]) -> [UInt8] {
        parts.reduce(into: []) { bytes, part in
            withUnsafeBytes(of: UInt32(part.count).bigEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: part)
        }
    }

    static func join(_ parts: [String]) -> [UInt8] { join(parts.map { Array($0.utf8) }) }
}
