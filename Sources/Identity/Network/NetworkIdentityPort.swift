public import Base

/// The national service that says of a person who shows her network certificate that it is she, without saying who
/// 国家网络身份认证公共服务.
///
/// Contract: a request is opened under a serial number of ours and answered on the person's own phone, in the service's
/// app, with her certificate 网证 and its password. ``answer(to:)`` may be asked as often as one likes and gives the same
/// answer once there is one, also to a centre that has started again meanwhile. A match is only given when the answer's
/// signature, serial number, application, time and every factor were checked; an answer that matches only some of them
/// is a mismatch. Name and number come only for a request that asked for them. Each call ends within
/// ``NetworkRequest/deadline`` with an answer or a `PortError`.
public protocol NetworkIdentityPort: Sendable {
    /// Opens the request; `scene` is what the person reads on her phone: place and service.
    ///
    /// - Returns: The address that the terminal shows as a picture.
    func open(_ request: NetworkRequest, scene: String) async throws(PortError) -> String

    func answer(to request: NetworkRequest) async throws(PortError) -> NetworkAnswer
}

/// One question to the person behind a network certificate.
public struct NetworkRequest: Hashable, Sendable {
    /// Short, for a person waits and other ways stand beside it.
    public static let deadline = Duration.seconds(4)

    /// What the service may tell us of her.
    public enum Scope: String, Sendable {
        /// A name for this application alone 网络身份应用标识; it leads to nobody elsewhere.
        case identifier
        /// Her name and citizen number besides, after she agreed to that here and there.
        case identity
    }

    public let serial: Token
    public let scope: Scope
    public let openedAt: Instant

    public init(serial: Token, scope: Scope, openedAt: Instant) {
        self.serial = serial
        self.scope = scope
        self.openedAt = openedAt
    }
}

/// What came of a request.
public enum NetworkAnswer: Hashable, Sendable {
    /// Nobody has answered yet.
    case waiting
    /// She said no on her phone.
    case refused
    case expired
    /// Not every factor was confirmed, or the certificate no longer stands for a living person.
    case mismatch
    case match(identifier: String, person: NetworkPerson?)
}

/// Who she is in plain words, as the service has it from the population register.
public struct NetworkPerson: Hashable, Sendable {
    public let name: String
    public let number: CitizenNumber

    public init(name: String, number: CitizenNumber) {
        self.name = name
        self.number = number
    }
}
