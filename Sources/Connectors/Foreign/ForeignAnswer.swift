import Base
import Foundation

/// What a foreign system sent back; nothing in it is believed yet.
struct ForeignAnswer: Sendable {
    let status: Int
    let body: [UInt8]
    /// By lower-case name.
    let headers: [String: String]

    /// What every reader of JSON finds in the body; nil where two could find different things, or nothing.
    func decoded<Value: Decodable>(_ type: Value.Type) -> Value? {
        guard JSONValue(body)?.object != nil else { return nil }
        return try? JSONDecoder().decode(type, from: Data(body))
    }
}
