import Base
public import Catalogue
public import Vault

/// What the sandbox of foreign systems needs to know about the house that calls it.
public struct SandboxConfig: Sendable {
    /// Loopback only, unless the operator says otherwise.
    public var host = "127.0.0.1"
    /// 0 takes a free port.
    public var port = 8090
    /// The house's number at the identity authority.
    public var customerNumber = "EGRET-SANDBOX"
    /// Whose signature the authority accepts.
    public let authorityCaller: Certificate
    /// Whose signature the network identity service accepts, and whom it seals to; without one it is closed.
    public var networkCaller: Certificate?
    /// The house's number and its application's at the network identity service.
    public var networkOrganisation = "EGRET-SANDBOX"
    public var networkApplication = "egret"
    /// Where the service's app is for a phone, without a slash at the end.
    public var networkApp = "http://127.0.0.1:8070/network"
    /// Whose signature the departments accept.
    public let exchangeCaller: Certificate
    /// Shared with the message gateway.
    public let messageSecret: [UInt8]
    /// The registers that departments declare, answered from people's seeds.
    public var registers: [Register] = []
    /// How long a stalling system keeps the caller waiting.
    public var stall = Duration.seconds(30)
    /// How the authority compares a picture with the face in its file.
    package var compare: @Sendable (_ citizen: SampleCitizen, _ photo: [UInt8]) -> FaceMatcher.Answer = {
        FaceMatcher().compare($0.face.jpeg(shot: 0), $1)
    }

    public init(authorityCaller: Certificate, exchangeCaller: Certificate, messageSecret: [UInt8]) {
        self.authorityCaller = authorityCaller
        self.exchangeCaller = exchangeCaller
        self.messageSecret = messageSecret
    }
}
