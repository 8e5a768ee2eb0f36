import Base
import Exchange
import Foundation
import Sandbox
import Support
import Testing
import Vault

@testable import Connectors

/// Answers that a department signed with its own key, to something else than was asked.
@Suite struct RegisterAnswerTests {
    enum Wrong: String, CaseIterable {
        case nothing, subject, caseNumber, requestID
    }

    @Test(arguments: Wrong.allCases)
    func anAnswerToAnotherQuestionIsNotBelieved(wrong: Wrong) throws {
        let house = try SandboxHouse()
        let signer = try #require(house.keys.departments["police"])
        let question = RegisterQuestion.about(try house.citizen("chen-jing"), ["name"])
        let message = try RegisterMessage(question, key: house.key, world: house.world)
        let other = try house.citizen("lin-wei").number.text
        let body = try JSONEncoder().encode(
            Body(
                subject: wrong == .subject ? other : question.subject.text,
                caseNumber: wrong == .caseNumber ? "C-2" : question.caseNumber,
                requestID: wrong == .requestID ? Token(house.world).rawValue : message.requestID,
                found: true, values: ["name": "陈静"]))
        let answer = try signed([UInt8](body), to: message, by: signer, house.world)
        let read = { () throws(RegisterAnswer.Refused) in
            try RegisterAnswer.record(
                answer, to: message, question, certificate: signer.certificate, now: house.world.now())
        }

        switch wrong {
        case .nothing:
            #expect(try read() == .found(subject: question.subject, values: ["name": .text("陈静")]))
        case .subject: #expect(throws: RegisterAnswer.Refused.otherSubject) { try read() }
        case .caseNumber, .requestID:
            #expect(throws: RegisterAnswer.Refused.otherQuestion) { try read() }
        }
    }

    private struct Body: Encodable {
        let subject: String
        let caseNumber: String
        let requestID: String
        let found: Bool
        let values: [String: String]
    }

    private func signed(
        _ body: [UInt8], to message: RegisterMessage, by signer: SandboxKeys.Signer, _ world: World
    ) throws -> ForeignAnswer {
        let digest = RegisterMessage.contentDigest(body)
        let created = world.now().milliseconds / 1_000
        let parameters =
            #"("@status" "content-digest" "signature";req;key="egret");created=\#(created);keyid="police""#
        let covered = [
            "\"@status\": 200", "\"content-digest\": \(digest)",
            "\"signature\";req;key=\"egret\": \(message.signature.dropFirst(6))",
            "\"@signature-params\": \(parameters)",
        ].joined(separator: "\n")
        let signature = Data(try signer.key.sign(Array(covered.utf8))).base64EncodedString()
        return ForeignAnswer(
            status: 200, body: body,
            headers: [
                "content-digest": digest, "signature-input": "egret=" + parameters,
                "signature": "egret=:\(signature):",
            ])
    }
}
