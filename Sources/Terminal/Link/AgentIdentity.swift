import Foundation
import Synchronization
import Vault
import Wire

/// Who this terminal is: its id, its key, and the keys whose print tickets it obeys.
final class AgentIdentity: Sendable {
    let terminalID: String
    let stationName: String
    let stationPlace: String
    let key: SigningKey
    private let keys: Mutex<[PublicKey]>

    init(record: EnrolmentAnswer, key: SigningKey) throws {
        terminalID = record.terminalID
        stationName = record.stationName
        stationPlace = record.stationPlace
        self.key = key
        keys = Mutex(try record.ticketKeysPEM.map { try PublicKey(pem: $0) })
    }

    var ticketKeys: [PublicKey] { keys.withLock { $0 } }

    /// Takes the centre's present keys; an answer with none, or with a broken one, changes nothing.
    func obey(ticketKeysPEM: [String]) {
        let new = ticketKeysPEM.compactMap { try? PublicKey(pem: $0) }
        guard !new.isEmpty, new.count == ticketKeysPEM.count else { return }
        keys.withLock { $0 = new }
    }
}
