import Base
import Passkeys
import Storage
import Support
import Vault

/// A database, a party, and a clock the test holds.
struct PasskeyHouse {
    let engine: any SQLEngine
    let clock = TestClock()
    let staff: Passkeys
    let citizens: Passkeys

    static let origin = "https://desk.example"
    static let person = PasskeyOffer.Person(name: "0001", displayName: "林样本")

    init(_ engine: TestEngine) async throws {
        self.engine = try await engine.make(PasskeysMigrations.all)
        let world = World.frozen(clock)
        guard let party = RelyingParty(url: Self.origin, name: "白鹭") else { preconditionFailure("an origin") }
        let vault = Vault(ring: try KeyRing.create(suite: .international, world: world), world: world)
        staff = Passkeys(.staff, party: party, engine: self.engine, vault: vault, world: world)
        citizens = Passkeys(.citizen, party: party, engine: self.engine, vault: vault, world: world)
    }

    /// Enrols a device for a holder.
    func enrol(_ device: inout PasskeyDevice, holder: String = "holder-1") async throws -> Passkey {
        let offer = try await staff.offerCreation(holder: holder, person: Self.person)
        let new = try await staff.made(try device.create(offer), holder: holder)
        return try await engine.write { [staff] db in try staff.keep(new, in: db) }
    }

    func keys(of holder: String) async throws -> [Passkey] {
        try await engine.read { [staff] db in try staff.all(of: holder, in: db) }
    }
}
