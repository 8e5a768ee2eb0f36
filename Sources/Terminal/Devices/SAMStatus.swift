/// The module's word on a command.
struct SAMStatus: RawRepresentable, Hashable, Sendable {
    let rawValue: UInt8

    static let done = SAMStatus(rawValue: 0x90)
    static let found = SAMStatus(rawValue: 0x9F)
    static let checksumWrong = SAMStatus(rawValue: 0x10)
    static let commandUnknown = SAMStatus(rawValue: 0x21)
    static let readFailed = SAMStatus(rawValue: 0x41)
    /// No card answers; some modules also say so of a card that lies there since the last reading.
    static let noCard = SAMStatus(rawValue: 0x80)
    static let cardNotSelected = SAMStatus(rawValue: 0x81)
    static let cardEmpty = SAMStatus(rawValue: 0x91)
}
