import Base
import Storage
import Support

@testable import Identity

/// A visit in which a person shows her network certificate, before a service whose answers the test chooses.
struct NetworkScene {
    static let name = "app-person-0123456789abcdef"

    static func person(_ person: Int = 1) throws -> NetworkPerson {
        NetworkPerson(name: "王小明", number: try CitizenNumber(IdentityHouse.number(person)))
    }

    let house: IdentityHouse
    let port = FakeNetwork()
    let visit: Session
    let login: NetworkLogin

    init(_ engine: TestEngine = .sqlite, at terminal: String = "t-7", house former: IdentityHouse? = nil)
        async throws
    {
        if let former { house = former } else { house = try await IdentityHouse(engine) }
        visit = try await house.begin(terminal).session
        login = NetworkLogin(house.parts, port: port) { "\($0) · \($1)" }
    }

    func ask(_ scope: NetworkRequest.Scope = .identifier) async throws {
        house.clock.advance(by: .seconds(1))
        try await login.ask(for: scope, in: visit, requestID: "r")
    }

    @discardableResult
    func look() async throws -> NetworkLogin.Standing {
        try await login.look(in: visit, requestID: "r")
    }

    @discardableResult
    func enter() async throws -> Identified { try await login.enter(in: visit, requestID: "r") }

    /// From the first picture to the press, with name and number given on the way.
    @discardableResult
    func enterWithNumber(_ person: Int = 1, identifier: String = name) async throws -> Identified {
        try await ask()
        port.answers(.match(identifier: identifier, person: nil))
        try await look()
        try await ask(.identity)
        port.answers(.match(identifier: identifier, person: try Self.person(person)))
        try await look()
        return try await enter()
    }

    func refusals() async throws -> [String] {
        try await house.leaves().filter {
            $0.contains("\"identity.refused\"") || $0.contains("\"identity.unanswered\"")
        }.flatMap { leaf in
            ["other", "mismatch", "refused", "untrustworthy", "silent", "cancelled"].filter {
                leaf.contains("\"network-\($0)\"")
            }
        }
    }
}

extension IdentityHouse {
    /// How many answers and pictures still lie sealed in the database.
    func sealedLeft() async throws -> Int {
        try await engine.read { db in
            Int(
                try db.rows(
                    """
                    SELECT count(*) AS n FROM network_logins
                    WHERE address_sealed IS NOT NULL OR outcome_sealed IS NOT NULL
                    """
                ).first?.int("n") ?? -1)
        }
    }

    func everythingOfNetwork() async throws -> [[UInt8]] {
        try await engine.read { db in
            try db.rows("SELECT * FROM network_logins").flatMap { row in
                [Array(try row.text("id").utf8), Array(try row.text("scope").utf8)]
                    + [
                        try row.bytesIfPresent("expected_term"), try row.bytesIfPresent("address_sealed"),
                        try row.bytesIfPresent("outcome_sealed"),
                    ].compactMap(\.self)
            }
                + db.rows("SELECT * FROM network_identities").flatMap { row in
                    [try row.bytes("identifier_term"), try row.bytes("identifier_sealed")]
                }
        }
    }
}
