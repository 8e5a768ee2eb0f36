/// Finds frames in what comes over a serial line, whatever stands between them.
struct SAMFrameParser: Sendable {
    enum Event: Hashable, Sendable {
        case frame(SAMFrame)
        /// A preamble with a sound length, and a checksum that does not fit.
        case damaged
    }

    private var buffer: [UInt8] = []

    mutating func append(_ bytes: some Sequence<UInt8>) {
        buffer.append(contentsOf: bytes)
    }

    /// The next frame, or nil until more bytes have come.
    mutating func next() -> Event? {
        while let start = preambleStart() {
            buffer.removeFirst(start)
            let head = SAMFrame.preamble.count
            guard buffer.count >= head + 2 else { return nil }
            let length = Int(buffer[head]) << 8 | Int(buffer[head + 1])
            guard length >= 2, length <= SAMFrame.payloadMax + 1 else {
                buffer.removeFirst()
                continue
            }
            let end = head + 2 + length
            guard buffer.count >= end else { return nil }
            guard SAMFrame.checksum(of: buffer[head..<end]) == 0 else {
                // The length itself may be the damaged part: only the preamble is given up, the rest is searched.
                buffer.removeFirst()
                return .damaged
            }
            let payload = Array(buffer[(head + 2)..<(end - 1)])
            buffer.removeFirst(end)
            return .frame(SAMFrame(payload: payload))
        }
        return nil
    }

    /// Where the next preamble stands; noise before what may be its beginning is dropped.
    private mutating func preambleStart() -> Int? {
        let preamble = SAMFrame.preamble
        if buffer.count >= preamble.count {
            for start in 0...(buffer.count - preamble.count)
            where buffer[start] == preamble[0]
                && buffer[start..<(start + preamble.count)].elementsEqual(preamble)
            {
                return start
            }
        }
        buffer.removeFirst(max(0, buffer.count - (preamble.count - 1)))
        return nil
    }
}
