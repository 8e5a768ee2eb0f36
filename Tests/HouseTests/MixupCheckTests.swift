import Base
import Documents
import Foundation
import Support
import Testing
import Vault
import Wire

@testable import egret

/// The check of printed papers finds what is planted, and reads what other programs read.
@Suite("The check of printed papers") struct MixupCheckTests {
    static let caseNumber = "11350200MBX900017M3002090001001202603020001"
    static let verifyURL = "http://127.0.0.1:8080/verify"
    static let token = "sessionsessionsessionsess1"

    private let people = MixupPeople(count: 200)
    private let ring: KeyRing
    private let factory: DocumentFactory

    init() throws {
        ring = try KeyRing.create(suite: .international, world: .live)
        factory = try DocumentFactory(ring: ring, verifyURL: Self.verifyURL, threads: 1)
    }

    @Test func aPaperThatIsRightHasNoFindings() async throws {
        let paper = try await paper(of: people.all[7])

        #expect(try findings(paper, at: people.all[7]) == [])
    }

    @Test(arguments: [8, 1, 0]) func theNeighboursPaperIsFound(other: Int) async throws {
        // Person 1 has the name of person 0; person 8 was born on the same day as person 7.
        let screen = people.all[other == 0 ? 1 : other == 1 ? 0 : 7]
        let paper = try await paper(of: people.all[other])

        let found = try findings(paper, at: screen)
        #expect(found.contains { $0.hasPrefix("the numbers on the paper are") }, "\(found)")
        #expect(found.contains("the QR code is another person's"), "\(found)")
    }

    @Test func anotherPersonsTicketIsFound() async throws {
        let paper = try await paper(of: people.all[7])

        let found = try findings(paper, at: people.all[7], subject: people.all[8])
        #expect(found == ["the ticket is another person's"])
    }

    @Test func aTicketOfAnotherSessionOrTerminalIsFound() async throws {
        let paper = try await paper(of: people.all[7])

        #expect(
            try findings(paper, at: people.all[7], session: "another") == ["the ticket is another session's"])
        #expect(
            try findings(paper, at: people.all[7], terminal: "another") == [
                "the ticket is another terminal's"
            ])
    }

    @Test func aTicketForAnotherPaperIsFound() async throws {
        let (paper, other) = (try await paper(of: people.all[7]), try await self.paper(of: people.all[7]))

        let found = try findings(paper, at: people.all[7], ticketFor: other.pdf)
        #expect(found.contains("the ticket is for another paper"), "\(found)")
    }

    @Test func aTicketThatTheCentreDidNotSignIsFound() async throws {
        let paper = try await paper(of: people.all[7])

        let found = try findings(paper, at: people.all[7], signedBy: SigningKey.generate(.ed25519))
        #expect(found.contains { $0.hasPrefix("the ticket is not signed by the centre") }, "\(found)")
    }

    @Test func oneChangedByteBreaksTheSeal() async throws {
        let paper = try await paper(of: people.all[7])
        var changed = paper.pdf
        let place = try #require(changed.firstRange(of: Array("/Producer".utf8))).lowerBound + 12
        changed[place] ^= 1

        let found = try findings(paper, at: people.all[7], pdf: changed, ticketFor: changed)
        #expect(found.count == 1 && found[0].hasPrefix("the seal does not hold"), "\(found)")
    }

    @Test func aSealOfSomebodyElseIsFound() async throws {
        let stranger = try KeyRing.create(suite: .international, world: .live)
        let forged = try await DocumentFactory(ring: stranger, verifyURL: Self.verifyURL, threads: 1)
            .make(order(of: people.all[7]))

        let found = try findings(forged, at: people.all[7])
        #expect(found.contains { $0.hasPrefix("the seal does not hold") }, "\(found)")
        #expect(found.contains { $0.hasPrefix("the QR code is not signed by the centre") }, "\(found)")
    }

    @Test func anotherPersonsNumberAnywhereInTheTextIsFound() async throws {
        let order = try order(of: people.all[7], address: "样板里 \(people.all[9].number.text) 号")
        let paper = try await factory.make(order)

        let found = try findings(paper, at: people.all[7])
        #expect(found.contains { $0.hasPrefix("the numbers on the paper are") }, "\(found)")
    }

    @Test func anotherPersonsNameAnywhereInTheTextIsFound() async throws {
        let paper = try await factory.make(
            order(of: people.all[7], address: "样板里\(people.all[9].name)家"))

        let found = try findings(paper, at: people.all[7])
        #expect(found.contains { $0.hasPrefix("the names on the paper are") }, "\(found)")
    }

    @Test func bytesThatAreNoPaperAreFound() throws {
        for bytes in [
            [], Array("%PDF-1.7 startxref 99999999999999999999".utf8), [UInt8](repeating: 60, count: 99),
        ] {
            #expect(throws: (any Error).self) { try PaperReader(bytes) }
        }
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: SecondReader.program)), arguments: 0..<6)
    func ourReaderReadsWhatPdftotextReads(index: Int) async throws {
        let person = people.all[index * 31]
        let paper = try await paper(of: person)
        let folder = FileManager.default.temporaryDirectory
        let other = try #require(SecondReader(every: 1, folder: folder))

        let ours = plain(try PaperReader(paper.pdf).text)
        let theirs = try other.text(paper.pdf, name: "reading-\(Token(.live))")
        #expect(Set(plain(theirs)).isSubset(of: Set(ours)))
        for line in paper.drawn { #expect(ours.contains(plain(line.text)), "\(line.text)") }
        #expect(MixupPeople.numbers(in: theirs.utf8) == [person.number.text])
    }

    /// Without spaces, ligatures taken apart.
    private func plain(_ text: String) -> String {
        text.precomposedStringWithCompatibilityMapping.filter { !$0.isWhitespace }
    }

    @Test func aNumberInFullWidthDigitsIsANumber() async throws {
        let wide = String(
            people.all[9].number.text.unicodeScalars.compactMap { UnicodeScalar($0.value + 0xFEE0) }.map(
                Character.init))
        let paper = try? await factory.make(order(of: people.all[7], address: "样板里 \(wide) 号"))

        // The press may refuse it; what it draws is found.
        if let paper {
            let found = try findings(paper, at: people.all[7])
            #expect(found.contains { $0.hasPrefix("the numbers on the paper are") }, "\(found)")
        }
    }

    @Test func theCodeIsReadAsItWasSigned() async throws {
        let paper = try await paper(of: people.all[3])

        #expect(try PaperReader(paper.pdf).codes == ["\(Self.verifyURL)#\(paper.codeText)"])
    }

    @Test func neighboursDifferAndNamesakesExist() {
        #expect(Set(people.all.map(\.number)).count == people.all.count)
        #expect(people.all[1].name == people.all[0].name)
        #expect(people.all[7].number.birthDate == people.all[8].number.birthDate)
        #expect(people.names(in: "兹证明\(people.all[4].name)（公民") == [people.all[4].name])
    }

    private func order(of person: MixupPeople.Person, address: String = "样板里1号") throws -> DocumentOrder {
        let file = "Services/police/temporary-identity-proof/document.yml"
        let layout = try DocumentLayout(
            yaml: String(contentsOf: Repository.root.appending(path: file), encoding: .utf8), file: file)
        let name = try #require(PersonName(person.name))
        let now = World.live.now()
        return DocumentOrder(
            documentID: Token(.live), code: VerificationCode(.live), caseNumber: Self.caseNumber,
            serviceCode: "002090001001", serviceName: "临时身份证明", issuer: "厦门市公安局（示例）", layout: layout,
            content: DocumentContent(values: [
                "name": person.name, "sex": "男", "nation": "汉",
                "birthDate": person.number.birthDate.description,
                "address": address, "number": person.number.text, "issuer": "厦门市公安局思明分局",
                "answer.reason": "身份证丢了", "answer.place": "住旅馆",
            ]), holder: Holder(name: name, number: person.number), issuedAt: now,
            validUntil: CalendarDate(daysSince1970: CalendarDate(inChinaAt: now).daysSince1970 + 30))
    }

    private func paper(of person: MixupPeople.Person) async throws -> SealedDocument {
        try await factory.make(order(of: person))
    }

    private func commitment(_ person: MixupPeople.Person) -> [UInt8] {
        Digest.sha256(Array(person.number.text.utf8))
    }

    /// What the check says of a paper at somebody's screen, with a ticket that is right unless told otherwise.
    private func findings(
        _ paper: SealedDocument, at person: MixupPeople.Person, pdf: [UInt8]? = nil,
        ticketFor: [UInt8]? = nil,
        subject: MixupPeople.Person? = nil, session: String = token, terminal: String = "terminal-1",
        signedBy key: SigningKey? = nil
    ) throws -> [String] {
        let named = ticketFor ?? paper.pdf
        let wire = try PrintTicket(
            id: Token(.live), caseNumber: Self.caseNumber, documentHash: Digest.sha256(named),
            documentBytes: named.count, pages: 1, sessionHash: Digest.sha256(Array(session.utf8)),
            subject: commitment(subject ?? person), terminalID: terminal,
            expiresAt: World.live.now() + PrintTicket.life
        ).signed(by: key ?? ring.signingKey(.printTicket))
        return PaperCheck(
            people: people, seal: try ring.certificate(for: .documentSeal),
            codeKey: try ring.signingKey(.documentCode).publicKey,
            ticketKey: try ring.signingKey(.printTicket).publicKey, verifyURL: Self.verifyURL
        ).findings(
            pdf ?? paper.pdf, for: person, commitment: commitment(person),
            ticket: PaperCheck.Ticket(wire: wire, sessionToken: Self.token, terminalID: "terminal-1"),
            at: World.live.now())
    }
}
