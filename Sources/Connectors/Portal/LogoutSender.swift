public import Base
public import Federation
public import Transport

/// Posts logout tokens to the sites that are registered for them, each behind a gate of its own.
public struct LogoutSender: LogoutPort {
    private static let deadline = Duration.seconds(10)

    private let calls: [String: ForeignCall]

    /// `addresses` by client id.
    public init(addresses: [String: String], client: any HTTPTransport, world: World) {
        calls = Dictionary(
            addresses.map { id, address in
                (address, ForeignCall(system: "site \(id)", client: client, world: world))
            }, uniquingKeysWith: { first, _ in first })
    }

    public func send(_ token: String, to address: String) async throws {
        guard let call = calls[address] else { throw PortError.failed(system: "site", code: "4 unknown") }
        let body = FormBody([("logout_token", token)])
        let answer = try await call.run(within: Self.deadline) { call in
            try await call.post(address, headers: [], body: body.bytes, type: FormBody.type, repeatable: true)
        }
        guard (200...204).contains(answer.status) else {
            throw PortError.failed(system: call.system, code: String(answer.status))
        }
    }
}
