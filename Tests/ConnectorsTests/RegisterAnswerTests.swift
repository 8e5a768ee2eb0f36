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

    /// Signed or not: what one reader understands so and another otherwise is no answer.
    @Test(arguments: [
        ("", true), (#","note":[{"a":"1","b":"2"}]"#, true), (#","note":{"a":{"b":"1"},"b":"2"}"#, true),
        (#","subject":"350203199006159807""#, false), (#","sub\u006aect":"350203199006159807""#, false),
        (#","note":{"a":"1","a":"2"}"#, false), (#","note":[{"b":{"a":"1","a":"2"}}]"#, false),
        (#","note":01"#, false), (#","note":"x"}{"#, false),
    ])
    func anAnswerThatCanBeReadInTwoWaysIsNotBelieved(_ more: String, _ isBelieved: Bool) throws {
        #expect(try isFound(Array(more.utf8)) == isBelieved)
    }

    /// Found by the fuzzer: what is no UTF-8 was mended by one reader and refused by the next.
    @Test func anAnswerThatIsNoUTF8IsNotBelieved() throws {
        #expect(try !isFound(Array(#","note":""#.utf8) + [0xC6, 0x30, 0x22]))
        #expect(try isFound(Array(#","note":"a0""#.utf8)))
    }

    private func isFound(_ more: [UInt8]) throws -> Bool {
        let house = try SandboxHouse()
        let signer = try #require(house.keys.departments["police"])
        let question = RegisterQuestion.about(try house.citizen("chen-jing"), ["name"])
        let message = try RegisterMessage(question, key: house.key, world: house.world)
        let start =
            #"{"subject":"\#(question.subject.text)","caseNumber":"\#(question.caseNumber)","#
            + #""requestID":"\#(message.requestID)","found":true,"values":{"name":"陈静"}"#
        let answer = try signed(
            Array(start.utf8) + more + Array("}".utf8), to: message, by: signer, house.world)
        do {
            _ = try RegisterAnswer.record(
                answer, to: message, question, certificate: signer.certificate, now: house.world.now())
            return true
        } catch RegisterAnswer.Refused.malformed {
            return false
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
