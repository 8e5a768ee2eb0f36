import Base
import Storage
import Support
import Testing

@testable import Audit

@Suite struct AuditReceiptTests {
    private func receipt() async throws -> (log: TestLog, text: String) {
        let log = try await TestLog(.sqlite)
        let leaves = try await log.grow(by: [300])
        let tree = log.tree
        let receipt = try await log.engine.read { db in try tree.receipt(for: leaves[270], in: db) }
        return (log, receipt.text)
    }

    @Test func aReceiptIsVerifiedFromItsTextAlone() async throws {
        let (log, text) = try await receipt()

        let read = try AuditReceipt(text)

        try read.verify(keys: [log.verifierKey], origin: TestLog.origin)
        #expect(read.index == 270)
        #expect(read.text == text)
        #expect(text.hasPrefix("c2sp.org/tlog-proof@v1\nextra "))
    }

    @Test func noChangedBitOfAReceiptPasses() async throws {
        let (log, text) = try await receipt()
        let bytes = Array(text.utf8)
        var passed: [Int] = []
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1 << UInt8(place % 7)
            guard let text = String(validating: changed, as: UTF8.self) else { continue }
            do {
                try AuditReceipt(text).verify(keys: [log.verifierKey], origin: TestLog.origin)
                passed.append(place)
            } catch {
                continue
            }
        }
        #expect(passed.isEmpty)
    }

    @Test func aReceiptOfAnotherLogIsRefused() async throws {
        let (log, text) = try await receipt()
        let other = try await TestLog(.sqlite)
        let read = try AuditReceipt(text)

        #expect(throws: AuditReceipt.Refused.signature) {
            try read.verify(keys: [other.verifierKey], origin: TestLog.origin)
        }
        #expect(throws: AuditReceipt.Refused.origin) {
            try read.verify(keys: [log.verifierKey], origin: "egret.example/other")
        }
        #expect(throws: AuditReceipt.Refused.malformed) { try AuditReceipt("c2sp.org/tlog-proof@v1\n") }
    }
}
