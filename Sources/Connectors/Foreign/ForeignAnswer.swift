/// What a foreign system sent back; nothing in it is believed yet.
struct ForeignAnswer: Sendable {
    let status: Int
    let body: [UInt8]
    /// By lower-case name.
    let headers: [String: String]
}
