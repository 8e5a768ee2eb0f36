public import Base
public import Identity
import Synchronization
public import Vault

/// The national identity authority 可信身份认证平台 (CTID) over its two-request protocol.
///
/// First an application gives a serial number and a random number, then one request carries the sealed personal data.
/// `sign` is a detached PKCS#7 signature, base 64, over the exact bytes of `bizPackage`; we write it as JSON with
/// sorted keys and unescaped slashes and read the authority's bytes as they came.
///
/// Source: public integration code of callers; names and order of the fields are theirs, the meaning of the result beyond
/// its first character is our cautious reading (``CTIDResult``).
public struct CTIDAuthority: IdentityAuthority {
    /// How the house stands in the authority's books.
    public struct Account: Sendable {
        /// Base address without a slash at the end, such as `https://authority.example/ctid`.
        public let base: String
        public let customerNumber: String
        public let applicationName: String
        /// Signs our packages: P-256 or SM2.
        public let key: SigningKey
        public let certificate: Certificate
        /// The authority's own certificate: trusted for its signatures, and what envelopes are sealed to.
        public let authority: Certificate

        public init(
            base: String, customerNumber: String, applicationName: String, key: SigningKey,
            certificate: Certificate, authority: Certificate
        ) {
            self.base = base
            self.customerNumber = customerNumber
            self.applicationName = applicationName
            self.key = key
            self.certificate = certificate
            self.authority = authority
        }
    }

    /// How far the time in an answer may be from ours.
    static let skewMax = Duration.seconds(120)

    private let account: Account
    private let call: ForeignCall
    private let world: World
    private let deadline: Duration
    private let serials = SerialBook()

    public init(
        account: Account, call: ForeignCall, world: World, deadline: Duration = IdentityClaim.deadline
    ) {
        self.account = account
        self.call = call
        self.world = world
        self.deadline = deadline
    }

    public func verdict(on claim: IdentityClaim, key: Token) async throws(PortError) -> IdentityVerdict {
        let mode: CTIDMode = claim.face == nil ? .nameAndNumber : .nameNumberAndFace
        return try await call.run(within: deadline) { call in
            let applied = try await apply(mode, key, call)
            return try await request(claim, mode, applied, key, call)
        }
    }

    private func apply(
        _ mode: CTIDMode, _ key: Token, _ call: ForeignCall
    ) async throws(PortError) -> CTIDReply {
        let package = CTIDPackage.application(account, mode, at: world.now())
        // A second application with the same key is the same application, so it may be repeated.
        let reply = try await send(package, to: "/applications", key, call, repeatable: true)
        guard let serial = reply.businessSerialNumber, !serial.isEmpty, serial.utf8.count <= 64,
            let random = reply.randomNumber, !random.isEmpty
        else { throw untrustworthy("application without serial or random number") }
        guard reply.authMode == mode.rawValue else { throw untrustworthy("other mode") }
        guard serials.isOurs(serial, key: key, now: world.now()) else {
            throw untrustworthy("serial number of an earlier question")
        }
        return reply
    }

    private func request(
        _ claim: IdentityClaim, _ mode: CTIDMode, _ applied: CTIDReply, _ key: Token, _ call: ForeignCall
    ) async throws(PortError) -> IdentityVerdict {
        let serial = applied.businessSerialNumber ?? ""
        let package: CTIDPackage
        do {
            package = try CTIDPackage.request(
                account, mode, serial: serial, claim: claim, at: world.now())
        } catch {
            throw .failed(system: call.system, code: "envelope")
        }
        let reply = try await send(package, to: "/requests", key, call, repeatable: true)
        guard reply.businessSerialNumber == serial, reply.randomNumber == applied.randomNumber else {
            throw untrustworthy("answer to another question")
        }
        guard let result = reply.authResult.flatMap(CTIDResult.init) else {
            throw untrustworthy("malformed result")
        }
        return result.verdict(mode: mode, serial: serial)
    }

    /// Sends a signed package and reads the signed reply.
    private func send(
        _ package: CTIDPackage, to path: String, _ key: Token, _ call: ForeignCall, repeatable: Bool
    ) async throws(PortError) -> CTIDReply {
        let body: [UInt8]
        do {
            body = try package.signed(by: account, at: world.now())
        } catch {
            throw .failed(system: call.system, code: "signature")
        }
        let answer = try await call.post(
            account.base + path, headers: [("Idempotency-Key", key.rawValue)], body: body,
            repeatable: repeatable)
        guard answer.status == 200 else {
            throw .failed(system: call.system, code: String(answer.status))
        }
        do throws(CTIDReply.Refused) {
            return try CTIDReply(answer.body, for: account, at: world.now())
        } catch {
            throw untrustworthy(error.rawValue)
        }
    }

    private func untrustworthy(_ reason: String) -> PortError {
        .untrustworthy(system: call.system, reason: reason)
    }
}
