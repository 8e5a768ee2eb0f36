import Logging
import ServiceLifecycle
import Testing
import Web

/// What a group writes about the services it runs.
@Suite struct NamedServiceTests {
    @Test func aServiceIsCalledByItsTypeAndNothingItHoldsIsSaid() {
        let plain = "\(Keeper(secret: "s3cret"))"
        let configuration = ServiceGroupConfiguration(
            services: [NamedService(Keeper(secret: "s3cret")), NamedService(Lender(held: "s3cret"))],
            logger: .init(label: "test"))

        #expect(plain.contains("s3cret"), "without a name everything is said")
        #expect(configuration.services.map(\.serviceName) == ["Keeper", "Lender"])
    }

    @Test func aNamedServiceRunsAsItIs() async {
        await #expect(throws: Keeper.Ran.self) { try await NamedService(Keeper(secret: "")).run() }
    }

    private struct Keeper: Service {
        struct Ran: Error {}
        let secret: String
        func run() async throws { throw Ran() }
    }

    private struct Lender<Held: Sendable>: Service {
        let held: Held
        func run() async throws {}
    }
}
