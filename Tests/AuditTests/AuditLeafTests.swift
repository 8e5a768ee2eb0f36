import Base
import Foundation
import Support
import Testing

@testable import Audit

@Suite struct AuditLeafTests {
    private let id = Token(World.frozen())

    @Test func aLeafIsCanonicalJSONWithSortedMembers() throws {
        let act = AuditAct(
            "case.decided", actor: .staff("clerk-7"), purpose: "审核", caseNumber: "C-1",
            subject: [UInt8](repeating: 0xAB, count: 32), fields: ["name"], decision: "a\"b\\c\n\u{1}",
            terminal: "T-1", requestID: "r-1", payloadHash: [UInt8](repeating: 1, count: 32), role: "approver"
        )

        let leaf = try AuditLeaf(act, id: id, at: Instant(milliseconds: 1_772_413_200_000))

        let subject = LeafPseudonym.of([UInt8](repeating: 0xAB, count: 32), in: id)
        let expected =
            #"{"action":"case.decided","actor":{"kind":"staff","name":"clerk-7"},"at_ms":1772413200000,"case":"C-1","#
            + #""decision":"a\"b\\c\n\u0001","fields":["name"],"id":"\#(id)","payload_hash":"\#(hex("01"))","#
            + #""purpose":"审核","request":"r-1","role":"approver","subject":"\#(subject.hex)","terminal":"T-1","v":2}"#
        #expect(String(decoding: leaf.bytes, as: UTF8.self) == expected)
    }

    @Test func whatIsNotKnownIsLeftOut() throws {
        let act = AuditAct(
            "house.started", actor: .system("egret"), purpose: nil, caseNumber: nil, subject: nil)

        let leaf = try AuditLeaf(act, id: id, at: Instant(milliseconds: 1))

        let text = String(decoding: leaf.bytes, as: UTF8.self)
        #expect(
            text
                == #"{"action":"house.started","actor":{"kind":"system","name":"egret"},"at_ms":1,"id":"\#(id)","v":2}"#
        )
    }

    @Test func twoLeavesAboutOnePersonHaveNoNameInCommon() throws {
        let (hers, anothers) = ([UInt8](repeating: 7, count: 32), [UInt8](repeating: 8, count: 32))
        let world = World.frozen()
        let leaves = try (0..<2).map { _ in
            try AuditLeaf(
                AuditAct(
                    "case.opened", actor: .representative(kind: "child", commitment: anothers), purpose: nil,
                    caseNumber: nil, subject: hers), id: Token(world), at: Instant(milliseconds: 1))
        }

        let names = leaves.map {
            Set(String(decoding: $0.bytes, as: UTF8.self).split(separator: "\"").filter { $0.count == 64 })
        }
        #expect(names[0].count == 2 && names[0].isDisjoint(with: names[1]))
        for leaf in leaves {
            #expect(leaf.commitment == hers && AuditHistory.isAbout(hers, leaf: leaf.bytes))
            #expect(!AuditHistory.isAbout(anothers, leaf: leaf.bytes))
            for commitment in [hers, anothers] {
                #expect(!String(decoding: leaf.bytes, as: UTF8.self).contains(commitment.hex))
            }
        }
        #expect(LeafPseudonym.of(hers, in: id) == LeafPseudonym.of(hers, in: id))
    }

    @Test func theIdentifierIsReadBackFromTheBytes() throws {
        let act = AuditAct(
            "case.read", actor: .staff(#","id":"00000000000000000000000000""#), purpose: nil, caseNumber: nil,
            subject: nil)

        let leaf = try AuditLeaf(act, id: id, at: Instant(milliseconds: 1))

        #expect(AuditLeaf.id(in: leaf.bytes) == id)
        #expect(AuditLeaf.id(in: Array("no leaf".utf8)) == nil)
    }

    @Test func aLeafTooLongForABundleIsRefused() {
        let act = AuditAct(
            "case.read", actor: .citizen, purpose: String(repeating: "x", count: AuditLeaf.bytesMax),
            caseNumber: nil, subject: nil)

        #expect {
            try AuditLeaf(act, id: id, at: Instant(milliseconds: 1))
        } throws: { error in
            guard case AuditError.leafTooLong(let bytes) = error else { return false }
            return bytes > AuditLeaf.bytesMax
        }
    }

    @Test(arguments: ["11010519491231002X", "number 11010519491231002x.", "13812345678", "+86 13812345678"])
    func aPersonalNumberIsRefused(text: String) {
        let act = AuditAct("case.read", actor: .citizen, purpose: text, caseNumber: nil, subject: nil)

        #expect(throws: AuditError.personalData(member: "purpose")) {
            try AuditLeaf(act, id: id, at: Instant(milliseconds: 1))
        }
    }

    @Test func aCommitmentOfAnotherLengthIsRefused() {
        let act = AuditAct("case.read", actor: .citizen, purpose: nil, caseNumber: nil, subject: [1, 2, 3])

        #expect(throws: AuditError.hashLength(member: "subject")) {
            try AuditLeaf(act, id: id, at: Instant(milliseconds: 1))
        }
    }

    private func hex(_ byte: String) -> String { String(repeating: byte, count: 32) }
}
