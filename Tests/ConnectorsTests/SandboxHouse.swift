import Base
import Catalogue
import Connectors
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Sandbox
import Support
import Synchronization
import Transport
import Vault

/// Whether a test is over, so that nothing goes on stalling.
private final class Ending: Sendable {
    private let over = Mutex(false)

    var isOver: Bool {
        get { over.withLock { $0 } }
        set { over.withLock { $0 = newValue } }
    }
}

/// A house with its connectors beside a sandbox that listens on a free port of loopback.
struct SandboxHouse: Sendable {
    /// What a test works with while both run.
    struct Doors: Sendable {
        let base: String
        let client: ForeignClient
        let house: SandboxHouse
        let authority: CTIDAuthority
        let network: NetworkIdentityService
        let registers: SignedRegisters
        let messages: MessageGateway
        let weChat: WeChatConnector
        let account: CTIDAuthority.Account
    }

    let clock = TestClock()
    let world: World
    let city: SampleCity
    let keys: SandboxKeys
    let key: SigningKey
    let certificate: Certificate
    /// For the network identity service, whose envelopes need P-256.
    let networkKey: SigningKey
    let networkCertificate: Certificate
    let secret: [UInt8] = Array("shared with the gateway".utf8)
    /// The registers that departments declared; none unless a test asks for them.
    let registers: [Register]

    init(_ algorithm: SigningKey.Algorithm = .p256, registers: [Register] = []) throws {
        self.registers = registers
        world = .frozen(clock)
        city = try SampleCity.xiamen()
        keys = try SandboxKeys.generate(departments: city.departments.map(\.id), world: world)
        key = try SigningKey.generate(algorithm)
        certificate = try Certificate.selfSigned(
            commonName: "Egret TEST", organization: "Egret TEST", key: key, serial: Token(world),
            from: world.now() - .seconds(86_400), to: world.now() + .seconds(86_400))
        networkKey = try SigningKey.generate(.p256)
        networkCertificate = try Certificate.selfSigned(
            commonName: "Egret TEST", organization: "Egret TEST", key: networkKey, serial: Token(world),
            from: world.now() - .seconds(86_400), to: world.now() + .seconds(86_400))
    }

    /// Runs `body` with doors to the sandbox; `altered` may change answers on the way, `books` may be of a former one.
    func open(
        deadline: Duration = .seconds(20), limits: ForeignCall.Limits = ForeignCall.Limits(),
        altered: Meddler.Change? = nil, told: any HTTPTransport = Deaf(),
        books: SandboxBooks = SandboxBooks(),
        _ body: @escaping @Sendable (Doors) async throws -> Void
    ) async throws {
        var config = SandboxConfig(
            authorityCaller: certificate, exchangeCaller: certificate, messageSecret: secret)
        config.port = 0
        config.registers = registers
        config.networkCaller = networkCertificate
        // Stalling takes real time, for it is about sockets, but not longer than the test; every other time is the
        // test's.
        let ending = Ending()
        var patient = world
        patient.sleep = { _ in
            for _ in 0..<1_500 where !ending.isOver { try await Task.sleep(for: .milliseconds(20)) }
        }
        let sandbox = Sandbox(
            config: config, keys: keys, world: patient, city: city, books: books,
            weChat: Self.weChatDesk().map { ($0, told) })
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let client = ForeignClient()
        do {
            let quiet = logger
            try await sandbox.application(logger: logger).test(.live) { live in
                let direct = "http://127.0.0.1:\(live.port ?? 0)"
                defer { ending.isOver = true }
                guard let altered else {
                    return try await body(try doors(direct, client, deadline, limits))
                }
                let meddler = Meddler(target: direct, client: client, change: altered)
                try await meddler.application(logger: quiet).test(.live) { between in
                    try await body(
                        try doors("http://127.0.0.1:\(between.port ?? 0)", client, deadline, limits))
                }
            }
        } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    func citizen(_ id: String) throws -> SampleCitizen {
        guard let citizen = city.citizen(id: id) else { throw SampleCity.Broken.missing(id) }
        return citizen
    }

    private func doors(
        _ base: String, _ client: ForeignClient, _ deadline: Duration, _ limits: ForeignCall.Limits
    ) throws -> Doors {
        func call(_ system: String) -> ForeignCall {
            ForeignCall(system: system, client: client, world: world, limits: limits)
        }
        let account = CTIDAuthority.Account(
            base: base + "/ctid", customerNumber: "EGRET-SANDBOX", applicationName: "egret", key: key,
            certificate: certificate, authority: keys.authority.certificate)
        return Doors(
            base: base, client: client, house: self,
            authority: CTIDAuthority(
                account: account, call: call("ctid"), world: world, deadline: deadline),
            network: NetworkIdentityService(
                account: NetworkIdentityService.Account(
                    base: base + "/network", app: "http://127.0.0.1:8070/network",
                    organisation: "EGRET-SANDBOX", application: "egret", key: networkKey,
                    certificate: networkCertificate, service: keys.network.certificate),
                call: call("network"), world: world, deadline: deadline),
            registers: SignedRegisters(
                departments: keys.departments.reduce(into: [:]) { departments, entry in
                    departments[entry.key] = SignedRegisters.Department(
                        base: base, certificate: entry.value.certificate, call: call(entry.key))
                }, key: key, world: world, deadline: deadline),
            messages: MessageGateway(
                base: base, secret: secret, call: call("sms"), world: world, deadline: deadline),
            weChat: try weChat(base + "/wechat", call: call("wechat"), deadline: deadline),
            account: account)
    }
}
