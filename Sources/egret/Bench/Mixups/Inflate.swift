import CZlib

/// Undoes `/FlateDecode` (RFC 1950).
enum Inflate {
    /// Bytes of one stream, inflated.
    static let bytesMax = 16 * 1_024 * 1_024

    /// - Returns: Nil when the bytes are no whole stream, or more than ``bytesMax`` come out of them.
    static func bytes(_ packed: ArraySlice<UInt8>) -> [UInt8]? {
        var room = max(packed.count * 6, 4_096)
        while room <= bytesMax {
            var plain = [UInt8](repeating: 0, count: room)
            var count = uLongf(room)
            let status = packed.withUnsafeBufferPointer { source in
                plain.withUnsafeMutableBufferPointer { target in
                    uncompress(target.baseAddress, &count, source.baseAddress, uLong(source.count))
                }
            }
            switch status {
            case Z_OK:
                plain.removeLast(room - Int(count))
                return plain
            case Z_BUF_ERROR: room *= 4
            default: return nil
            }
        }
        return nil
    }
}
