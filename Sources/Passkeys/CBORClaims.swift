/// How many items CBOR claims to hold, looked at before libfido2 reads it.
///
/// The library below it (libcbor) makes room for as many items as an array says it has, and writes to all of it, before it
/// reads the first: five bytes can ask for tens of gigabytes.
enum CBORClaims {
    /// What comes after one item whose every length is within the bytes that are there.
    ///
    /// Source: RFC 8949, 3; tags and lengths that are not said are no part of what a device may write (CTAP 2.1, 8).
    ///
    /// - Returns: Nil when it claims more than there is, or is no such item.
    static func afterItem(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var rest = bytes
        var owed = 1
        while owed > 0 {
            guard let head = rest.popFirst(), let value = value(of: head & 31, &rest) else { return nil }
            owed -= 1
            let room = UInt64(rest.count)
            switch head >> 5 {
            case 2, 3:
                guard value <= room else { return nil }
                rest = rest.dropFirst(Int(value))
            case 4:
                guard value <= room else { return nil }
                owed += Int(value)
            case 5:
                guard value <= room / 2 else { return nil }
                owed += 2 * Int(value)
            case 6: return nil
            default: break
            }
            // Each takes a byte at least.
            guard owed <= rest.count else { return nil }
        }
        return rest
    }

    private static func value(of information: UInt8, _ rest: inout ArraySlice<UInt8>) -> UInt64? {
        guard information >= 24 else { return UInt64(information) }
        guard information < 28 else { return nil }
        let length = 1 << Int(information - 24)
        guard rest.count >= length else { return nil }
        defer { rest = rest.dropFirst(length) }
        return rest.prefix(length).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
