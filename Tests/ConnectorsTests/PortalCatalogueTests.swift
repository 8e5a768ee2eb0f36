import AsyncHTTPClient
import Base
import Comparison
import Connectors
import Sandbox
import Support
import Testing

/// Another portal's catalogue over HTTP, against the sandbox's portal.
@Suite(.serialized) struct PortalCatalogueTests {
    private static func connector(
        _ doors: SandboxHouse.Doors, deadline: Duration = .seconds(60)
    ) -> PortalCatalogueConnector {
        PortalCatalogueConnector(
            call: ForeignCall(
                system: "portal-catalogue", client: doors.client, world: doors.house.world,
                limits: PortalCatalogueConnector.limits), deadline: deadline)
    }

    private static func address(_ name: String, _ doors: SandboxHouse.Doors) -> String {
        "\(doors.base)/portal/catalogues/\(name)"
    }

    @Test func pagesAndTableSayTheSame() async throws {
        try await SandboxHouse().open { doors in
            let paged = try await Self.connector(doors).catalogue(at: Self.address("i-xiamen", doors))
            let table = try await Self.connector(doors).catalogue(at: Self.address("i-xiamen.csv", doors))

            #expect(paged.items.count > PortalCatalogueConnector.pageSize * 4, "several pages")
            #expect(paged.items == table.items)
            #expect(paged.isSynthetic)
        }
    }

    @Test(arguments: [
        ("troubled-more-pages", "is empty"), ("troubled-fewer-pages", "items, it promised"),
        ("troubled-same-page", "another page than asked"), ("troubled-no-json", "no page of items"),
    ])
    func aPortalThatContradictsItselfIsNotBelieved(name: String, reason: String) async throws {
        try await SandboxHouse().open { doors in
            do {
                _ = try await Self.connector(doors).catalogue(at: Self.address(name, doors))
                Issue.record("believed")
            } catch PortError.untrustworthy(_, let told) {
                #expect(told.contains(reason), "\(told)")
            }
        }
    }

    @Test(arguments: [("troubled-nameless", "no TASK_NAME"), ("troubled-twice", "stands on line 1 too")])
    func anItemThatIsNoneIsNamedByItsPlace(name: String, words: String) async throws {
        try await SandboxHouse().open { doors in
            do {
                _ = try await Self.connector(doors).catalogue(at: Self.address(name, doors))
                Issue.record("taken")
            } catch let problem as CatalogueFileProblem {
                #expect(problem.description.contains(words), "\(problem)")
            }
        }
    }

    @Test func downSlowHalfAndUnknownPortalsAreFaultsWithinTheDeadline() async throws {
        try await SandboxHouse().open { doors in
            let connector = Self.connector(doors)
            let hasty = Self.connector(doors, deadline: .seconds(2))
            await #expect(throws: PortError.failed(system: "portal-catalogue", code: "503")) {
                _ = try await connector.catalogue(at: Self.address("troubled-down", doors))
            }
            await #expect(throws: PortError.failed(system: "portal-catalogue", code: "404")) {
                _ = try await connector.catalogue(at: Self.address("nobody", doors))
            }
            await #expect(throws: PortError.timedOut(system: "portal-catalogue")) {
                _ = try await hasty.catalogue(at: Self.address("troubled-slow", doors))
            }
            await #expect(throws: PortError.unreachable(system: "portal-catalogue")) {
                _ = try await connector.catalogue(at: Self.address("troubled-half", doors))
            }
            // None of it has closed the door to a portal that is well again.
            let well = try await connector.catalogue(at: Self.address("i-xiamen", doors))
            #expect(!well.items.isEmpty)
        }
    }
}
