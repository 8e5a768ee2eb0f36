import Base
import Foundation
import Vault
import Wire

/// Everything a paper says, as canonical bytes: JSON with sorted keys and no escaped slashes.
struct PaperFacts: Codable {
    /// Left out of the bytes when there is none, so that papers of before keep their digest.
    let agent: PaperAgent?
    let caseNumber: String
    let code: String
    let content: DocumentContent
    let edition: Int
    let holderName: String
    let holderNumber: String
    let issuedAtMs: Int64
    let issuer: String
    let layoutFile: String
    let layoutSource: String
    /// Left out of the bytes for the result of a case, as in papers of before.
    let paper: CasePaper?
    let serviceCode: String
    let serviceName: String
    let validUntil: String?

    init(order: DocumentOrder) {
        agent = order.agent
        caseNumber = order.caseNumber
        code = order.code.text
        content = order.content
        edition = order.edition
        holderName = order.holder.name.text
        holderNumber = order.holder.number.text
        issuedAtMs = order.issuedAt.milliseconds
        issuer = order.issuer
        layoutFile = order.layout.file
        layoutSource = order.layout.source
        paper = order.paper == .result ? nil : order.paper
        serviceCode = order.serviceCode
        serviceName = order.serviceName
        validUntil = order.validUntil?.description
    }

    /// Reads back what ``bytes`` wrote.
    init(bytes: [UInt8]) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(bytes))
    }

    func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(self))
    }
}
