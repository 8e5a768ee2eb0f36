public import Base
public import Identity
public import Vault

/// The national network identity authentication public service 国家网络身份认证公共服务: a question is opened, answered by the
/// person in the service's app, and its result fetched once, with a token, from server to server.
///
/// What of it is public and what is ours stands in ``NetworkForm``.
public struct NetworkIdentityService: NetworkIdentityPort {
    /// How the house stands in the service's books.
    public struct Account: Sendable {
        /// Base address without a slash at the end, such as `https://service.example/network`.
        public let base: String
        /// Where pictures may lead, and nowhere else; without a slash at the end.
        public let app: String
        public let organisation: String
        public let application: String
        /// Signs our questions and opens what is sealed to us: P-256.
        public let key: SigningKey
        public let certificate: Certificate
        /// The service's own certificate, trusted for its signatures.
        public let service: Certificate

        public init(
            base: String, app: String, organisation: String, application: String, key: SigningKey,
            certificate: Certificate, service: Certificate
        ) {
            self.base = base
            self.app = app
            self.organisation = organisation
            self.application = application
            self.key = key
            self.certificate = certificate
            self.service = service
        }
    }

    /// How far the time in an answer may be from ours.
    static let skewMax = Duration.seconds(120)
    static let addressBytesMax = 400

    private let account: Account
    private let call: ForeignCall
    private let world: World
    private let deadline: Duration

    public init(
        account: Account, call: ForeignCall, world: World, deadline: Duration = NetworkRequest.deadline
    ) {
        self.account = account
        self.call = call
        self.world = world
        self.deadline = deadline
    }

    public func open(_ request: NetworkRequest, scene: String) async throws(PortError) -> String {
        try await call.run(within: deadline) { call in
            let reply = try await send(
                request, ["scope": request.scope.rawValue, "scene": scene], to: NetworkForm.Path.open, call)
            guard let address = reply.address, isOurs(address) else { throw untrustworthy(.address) }
            return address
        }
    }

    public func answer(to request: NetworkRequest) async throws(PortError) -> NetworkAnswer {
        try await call.run(within: deadline) { call in
            let reply = try await send(request, [:], to: NetworkForm.Path.standing, call)
            switch reply.state {
            case "waiting": return .waiting
            case "refused": return .refused
            case "expired": return .expired
            case "answered":
                guard let token = reply.resultToken, (1...200).contains(token.utf8.count) else {
                    throw untrustworthy(.state)
                }
                return try await redeem(token, request, call)
            default: throw untrustworthy(.state)
            }
        }
    }

    private func redeem(
        _ token: String, _ request: NetworkRequest, _ call: ForeignCall
    ) async throws(PortError) -> NetworkAnswer {
        let reply: NetworkReply
        do {
            reply = try await send(request, ["resultToken": token], to: NetworkForm.Path.result, call)
        } catch .failed(_, let code) where code.hasPrefix("4") {
            // Its own token, and no second one will come.
            throw untrustworthy(.token)
        }
        do throws(NetworkReply.Refused) {
            return try reply.verdict(on: request, for: account, at: world.now())
        } catch {
            throw untrustworthy(error)
        }
    }

    /// Sends a signed question and reads the signed reply; the same question under the same serial may be repeated.
    private func send(
        _ request: NetworkRequest, _ more: [String: String], to path: String, _ call: ForeignCall
    ) async throws(PortError) -> NetworkReply {
        let nonce = Token(world)
        let body: [UInt8]
        do {
            body = try NetworkForm.signed(
                NetworkForm.package(request, account, nonce: nonce, at: world.now(), more), by: account,
                at: world.now())
        } catch {
            throw .failed(system: call.system, code: "signature")
        }
        let answer = try await call.post(account.base + path, headers: [], body: body, repeatable: true)
        guard answer.status == 200 else {
            throw .failed(system: call.system, code: String(answer.status))
        }
        do throws(NetworkReply.Refused) {
            return try NetworkReply(
                answer.body, to: request, nonce: nonce, for: account, at: world.now())
        } catch {
            throw untrustworthy(error)
        }
    }

    /// A picture on a terminal must lead to the service's app, whoever answers.
    private func isOurs(_ address: String) -> Bool {
        guard address.utf8.count <= Self.addressBytesMax, address.hasPrefix(account.app),
            let next = address.utf8.dropFirst(account.app.utf8.count).first,
            [UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")].contains(next)
        else { return false }
        return address.utf8.allSatisfy { (33...126).contains($0) }
    }

    private func untrustworthy(_ reason: NetworkReply.Refused) -> PortError {
        .untrustworthy(system: call.system, reason: reason.rawValue)
    }
}
