/// A frame to or from the security module of an identity card reader (SAM 安全控制模块).
///
/// Source: GA 467 as the common readers speak it: `AA AA AA 96 69`, two bytes of length (big-endian, counting
/// everything after them), the payload, and the exclusive or of length and payload.
struct SAMFrame: Hashable, Sendable {
    static let preamble: [UInt8] = [0xAA, 0xAA, 0xAA, 0x96, 0x69]
    /// The longest answer is text, photo and fingerprints: 3 + 6 + 256 + 1,024 + 1,024 bytes.
    static let payloadMax = 2_400

    let payload: [UInt8]

    var bytes: [UInt8] {
        let length = payload.count + 1
        let body = [UInt8(length >> 8), UInt8(length & 0xFF)] + payload
        return Self.preamble + body + [Self.checksum(of: body)]
    }

    static func checksum(of bytes: some Sequence<UInt8>) -> UInt8 {
        bytes.reduce(0, ^)
    }
}

extension SAMFrame {
    /// What a terminal asks of the module.
    enum Command: UInt16, CaseIterable, Sendable {
        case reset = 0x10FF
        case status = 0x11FF
        case moduleID = 0x12FF
        case findCard = 0x2001
        case selectCard = 0x2002
        case readCard = 0x3001
    }

    init(_ command: Command) {
        payload = [UInt8(command.rawValue >> 8), UInt8(command.rawValue & 0xFF)]
    }

    /// Nil when the payload is no command that we know.
    var command: Command? {
        payload.count == 2 ? Command(rawValue: UInt16(payload[0]) << 8 | UInt16(payload[1])) : nil
    }

    init(_ status: SAMStatus, _ data: [UInt8] = []) {
        payload = [0, 0, status.rawValue] + data
    }

    /// The third byte of an answer; the first two are always zero.
    var status: SAMStatus? {
        guard payload.count >= 3, payload[0] == 0, payload[1] == 0 else { return nil }
        return SAMStatus(rawValue: payload[2])
    }

    var data: [UInt8] { Array(payload.dropFirst(3)) }
}
