import Base
import Documents
import Foundation
import Vault
import Wire

/// Checks one printed paper from its bytes alone, against the person at the screen and the ticket that let it out.
struct PaperCheck: Sendable {
    let people: MixupPeople
    let seal: Certificate
    let codeKey: PublicKey
    let ticketKey: PublicKey
    /// Before the payload in the QR code.
    let verifyURL: String

    /// What the terminal had when it printed.
    struct Ticket: Sendable {
        let wire: String
        let sessionToken: String
        let terminalID: String
    }

    /// The case that a ticket names, whether or not the ticket is any good.
    static func caseNumber(inTicket wire: String) -> String? {
        struct Named: Decodable { let caseNumber: String }
        let payload = wire.split(separator: ".").first.flatMap { Base64URL.decode($0) }
        return payload.flatMap { try? JSONDecoder().decode(Named.self, from: Data($0)).caseNumber }
    }

    /// Who acts for the one whose paper it is.
    struct Agent: Sendable {
        let person: MixupPeople.Person
        let commitment: [UInt8]
    }

    /// - Returns: What is wrong, in words; empty when the paper is this person's and whole.
    func findings(
        _ pdf: [UInt8], for person: MixupPeople.Person, agent: Agent? = nil, commitment: [UInt8],
        ticket: Ticket, at now: Instant
    ) -> [String] {
        let reader: PaperReader
        do {
            reader = try PaperReader(pdf)
        } catch {
            return ["the paper cannot be read: \(error)"]
        }
        var findings = textFindings(reader.text, person, agent?.person)
        findings += sealFindings(pdf, at: now)
        do {
            let signed = try PrintTicket(wire: ticket.wire, keys: [ticketKey])
            findings += ticketFindings(signed, pdf, commitment, agent, ticket, pages: reader.codes.count)
            findings += codeFindings(reader, person, caseNumber: signed.caseNumber)
        } catch {
            findings.append("the ticket is not signed by the centre: \(error)")
        }
        return findings
    }

    /// The person's name and number, the name and the masked number of who acts for her, and nobody else's.
    func textFindings(
        _ text: String, _ person: MixupPeople.Person, _ agent: MixupPeople.Person? = nil
    ) -> [String] {
        var findings: [String] = []
        let numbers = MixupPeople.numbers(in: text.utf8)
        if numbers != [person.number.text] {
            findings.append("the numbers on the paper are \(numbers.sorted())")
        }
        let names = people.names(in: text)
        if let agent, !text.contains(agent.number.masked) {
            findings.append("the paper does not name who acts")
        }
        if names != Set([person.name] + [agent?.name].compactMap(\.self)) {
            findings.append("the names on the paper are \(names.sorted())")
        }
        if text.contains("\u{FFFD}") { findings.append("a glyph on the paper means nothing") }
        return findings
    }

    private func sealFindings(_ pdf: [UInt8], at now: Instant) -> [String] {
        guard let (open, close) = Self.signaturePlace(in: pdf),
            let der = [UInt8](hex: String(decoding: pdf[open + 1..<close - 1], as: UTF8.self))
        else { return ["the paper has no seal over all of it"] }
        do {
            let content = Array(pdf[..<open]) + Array(pdf[close...])
            let signer = try CMS.verifyDetached(der, content: content, trusted: [seal], at: now)
            return signer == seal ? [] : ["the paper is sealed by somebody else"]
        } catch {
            return ["the seal does not hold: \(error)"]
        }
    }

    private func ticketFindings(
        _ signed: PrintTicket, _ pdf: [UInt8], _ commitment: [UInt8], _ agent: Agent?, _ ticket: Ticket,
        pages: Int
    ) -> [String] {
        var findings: [String] = []
        if signed.documentHash != Digest.sha256(pdf).hex {
            findings.append("the ticket is for another paper")
        }
        if signed.documentBytes != pdf.count { findings.append("the ticket is for a paper of another size") }
        if signed.subject != commitment.hex { findings.append("the ticket is another person's") }
        if signed.actor != agent?.commitment.hex { findings.append("the ticket names another agent") }
        if signed.sessionHash != Digest.sha256(Array(ticket.sessionToken.utf8)).hex {
            findings.append("the ticket is another session's")
        }
        if signed.terminalID != ticket.terminalID { findings.append("the ticket is another terminal's") }
        if signed.pages != pages { findings.append("the ticket is for \(signed.pages) pages, not \(pages)") }
        return findings
    }

    /// The code on every page says what the page says.
    private func codeFindings(
        _ reader: PaperReader, _ person: MixupPeople.Person, caseNumber: String
    ) -> [String] {
        guard let first = reader.codes.first, reader.codes.allSatisfy({ $0 == first }) else {
            return ["the pages do not carry one QR code"]
        }
        guard first.hasPrefix(verifyURL + "#"), let name = PersonName(person.name) else {
            return ["the QR code leads elsewhere"]
        }
        do {
            let payload = try CodePayload(first.dropFirst(verifyURL.utf8.count + 1), keys: [codeKey])
            let issued = payload.issuedOn
            var findings: [String] = []
            if payload.caseNumber != caseNumber { findings.append("the QR code is another case's") }
            if !payload.names(Holder(name: name, number: person.number)) {
                findings.append("the QR code is another person's")
            }
            for words in [
                payload.caseNumber, payload.code.grouped, "\(issued.year)年\(issued.month)月\(issued.day)日",
            ] where !reader.text.contains(words) {
                findings.append("the page does not say \(words), as its QR code does")
            }
            return findings
        } catch {
            return ["the QR code is not signed by the centre: \(error)"]
        }
    }

    /// Where `<` and `>` of the signature are, when it covers everything else from the first byte to the last.
    private static func signaturePlace(in pdf: [UInt8]) -> (open: Int, close: Int)? {
        let mark = Array("/ByteRange".utf8)
        guard
            let place = stride(from: pdf.count - mark.count, through: 0, by: -1).first(where: {
                pdf[$0] == mark[0] && pdf[$0..<$0 + mark.count].elementsEqual(mark)
            })
        else { return nil }
        var lexer = PDFLexer(pdf[...], at: place + mark.count)
        guard case .array(let tokens) = lexer.next() else { return nil }
        let numbers = tokens.compactMap(\.int)
        guard numbers.count == 4, numbers[0] == 0, numbers[1] > 0, numbers[1] + 2 <= numbers[2],
            numbers[2] < pdf.count, numbers[2] + numbers[3] == pdf.count,
            pdf[numbers[1]] == UInt8(ascii: "<"), pdf[numbers[2] - 1] == UInt8(ascii: ">")
        else { return nil }
        return (numbers[1], numbers[2])
    }
}
