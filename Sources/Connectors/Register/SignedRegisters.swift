public import Base
public import Exchange
import Foundation
public import Vault

/// Departments' registers over HTTP: `POST <base>/registers/<department>/<resource>`.
///
/// Messages are signed as RFC 9421 describes, with the label `egret`. The question covers method, path and content
/// digest; the answer covers status, content digest and the question's own signature, so that an answer to one question
/// cannot be passed off as the answer to another. Chosen over PKCS#7 because every byte on the wire is signed as it
/// stands and the exchange's other messages are signed in the same way.
public struct SignedRegisters: RegisterPort {
    /// A department's system and the certificate of the key with which it signs.
    public struct Department: Sendable {
        public let base: String
        public let certificate: Certificate
        public let call: ForeignCall

        public init(base: String, certificate: Certificate, call: ForeignCall) {
            self.base = base
            self.certificate = certificate
            self.call = call
        }
    }

    private let departments: [String: Department]
    private let key: SigningKey
    private let world: World
    private let deadline: Duration

    /// - Parameters:
    ///   - departments: By the name that begins a resource, such as `police`.
    ///   - key: Our exchange key, which the departments know by the name `egret`.
    ///   - world: The clock and the generator of request ids.
    ///   - deadline: How long one question may take.
    public init(
        departments: [String: Department], key: SigningKey, world: World,
        deadline: Duration = RegisterQuestion.deadline
    ) {
        self.departments = departments
        self.key = key
        self.world = world
        self.deadline = deadline
    }

    public func isSilent(_ resource: String) -> Bool {
        departments[String(resource.prefix { $0 != "/" })]?.call.isSilent ?? false
    }

    public func record(for question: RegisterQuestion) async throws(PortError) -> RegisterRecord {
        try await exchange(with: String(question.resource.prefix { $0 != "/" }), within: deadline) {
            try RegisterMessage(question, key: key, world: world)
        } reading: { answer, message, certificate throws(RegisterAnswer.Refused) in
            try RegisterAnswer.record(
                answer, to: message, question, certificate: certificate, now: world.now())
        }
    }

    /// Sends one signed message and reads the answer to it; it may be sent twice.
    private func exchange<Read: Sendable>(
        with name: String, within deadline: Duration, _ make: () throws -> RegisterMessage,
        reading:
            @escaping @Sendable (ForeignAnswer, RegisterMessage, Certificate)
            throws(RegisterAnswer.Refused) -> Read
    ) async throws(PortError) -> Read {
        guard let department = departments[name] else { throw .failed(system: name, code: "unknown") }
        let message: RegisterMessage
        do {
            message = try make()
        } catch {
            throw .failed(system: name, code: "signature")
        }
        return try await department.call.run(within: deadline) { call in
            let answer = try await call.post(
                department.base + message.path, headers: message.headers, body: message.body,
                repeatable: true)
            guard answer.status == 200 else {
                throw PortError.failed(system: call.system, code: String(answer.status))
            }
            do throws(RegisterAnswer.Refused) {
                return try reading(answer, message, department.certificate)
            } catch {
                throw PortError.untrustworthy(system: call.system, reason: error.rawValue)
            }
        }
    }
}

/// Results go to `POST <base>/results/<department>`, what is taken back to `…/withdrawals` below it, signed and answered as questions are.
extension SignedRegisters: ResultPort {
    public func deliver(_ result: CaseResult) async throws(PortError) -> ResultReceipt {
        try await exchange(with: result.department, within: CaseResult.deadline) {
            try RegisterMessage(result, key: key, world: world)
        } reading: { answer, message, certificate throws(RegisterAnswer.Refused) in
            try ResultAnswer.receipt(
                answer, to: message, about: result.subject, of: result.caseNumber, certificate: certificate,
                now: world.now())
        }
    }

    public func withdraw(_ withdrawal: ResultWithdrawal) async throws(PortError) -> ResultReceipt {
        try await exchange(with: withdrawal.department, within: CaseResult.deadline) {
            try RegisterMessage(withdrawal, key: key, world: world)
        } reading: { answer, message, certificate throws(RegisterAnswer.Refused) in
            try ResultAnswer.receipt(
                answer, to: message, about: withdrawal.subject, of: withdrawal.caseNumber,
                certificate: certificate, now: world.now())
        }
    }
}
