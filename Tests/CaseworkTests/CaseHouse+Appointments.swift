import Identity
import Storage

@testable import Casework

extension CaseHouse {
    /// A case of a household visit that lacks nothing but the slot.
    func readyToBook(for session: IdentifiedSession) async throws -> CaseNumber {
        let number = try await open(AppointmentTests.household, for: session)
        try await verbs.fetch(number, of: session, requestID: "r")
        try await answer(number, ["matter": "birth", "phone": "15410000005"], of: session)
        return number
    }

    func booked(_ wish: HoldSlot.Wish, by session: IdentifiedSession) async throws -> CaseNumber {
        let number = try await readyToBook(for: session)
        try await verbs.slot(wish, in: number, of: session)
        try await verbs.submit(number, of: session, requestID: "r")
        return number
    }

    /// To whom something of a kind was told.
    func told(_ kind: String) async throws -> [String] {
        try await engine.read { db in
            try db.rows("SELECT citizen_id FROM case_notices WHERE kind = \(kind)").map {
                try $0.text("citizen_id")
            }
        }
    }

    func appointment(_ number: CaseNumber) async throws -> Appointment? {
        try await engine.read { db in try AppointmentStore.find(number, in: db) }
    }
}
