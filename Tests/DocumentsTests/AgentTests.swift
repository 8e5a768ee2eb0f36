import Base
import Storage
import Support
import Testing
import Vault

@testable import Documents

/// Whoever fetches a paper for its holder is named on it, and where it is verified.
@Suite struct AgentTests {
    private func order(_ agent: PaperAgent?, world: World = .frozen()) throws -> DocumentOrder {
        let own = try Sample.insurance(world: world)
        return DocumentOrder(
            documentID: own.documentID, code: own.code, caseNumber: own.caseNumber,
            serviceCode: own.serviceCode, serviceName: own.serviceName, issuer: own.issuer,
            layout: own.layout, content: own.content, holder: own.holder, agent: agent,
            issuedAt: own.issuedAt, validUntil: own.validUntil)
    }

    private static let lin = PaperAgent(
        name: Sample.lin.name, number: Sample.lin.number, relation: .mandate)

    @Test func thePaperNamesTheAgentWithoutTheWholeNumber() async throws {
        let factory = try Sample.factory(try KeyRing.create(suite: .international, world: .frozen()))
        for relation in PaperAgent.Relation.allCases {
            let agent = PaperAgent(name: Sample.lin.name, number: Sample.lin.number, relation: relation)
            let sealed = try await factory.make(order(agent))
            let texts = sealed.drawn.map(\.text)

            #expect(
                texts.contains {
                    $0.contains("代办人") && $0.contains("林伟") && $0.contains("3502**********9834")
                })
            #expect(!texts.contains { $0.contains(Sample.lin.number.text) })
            try SubjectCheck.require(Sample.chen, fetchedBy: agent, on: sealed.drawn)
        }
        let own = try await factory.make(order(nil))
        #expect(!own.drawn.contains { $0.text.contains("代办人") })
    }

    @Test func aPaperThatDoesNotNameItsAgentIsNone() async throws {
        let factory = try Sample.factory(try KeyRing.create(suite: .international, world: .frozen()))
        let own = try await factory.make(order(nil))
        let other = PaperAgent(name: Sample.chen.name, number: Sample.chen.number, relation: .mandate)
        let named = try await factory.make(order(Self.lin))

        #expect(throws: DocumentRefused.otherSubject) {
            try SubjectCheck.require(Sample.chen, fetchedBy: Self.lin, on: own.drawn)
        }
        #expect(throws: DocumentRefused.otherSubject) {
            try SubjectCheck.require(Sample.chen, fetchedBy: other, on: named.drawn)
        }
        #expect(throws: DocumentRefused.otherSubject, "nobody is named whom the case does not name") {
            try SubjectCheck.require(Sample.chen, on: named.drawn)
        }
    }

    @Test(arguments: TestEngine.available)
    func theVerifierSeesTheAgentMaskedAndTheNextEditionNamesHerToo(_ engine: TestEngine) async throws {
        let office = try await TestOffice(engine)
        let (sealed, record) = try await office.issued(order(Self.lin, world: office.world))
        let verdict = try await VerifyDocument(
            engine: office.engine, vault: office.vault, audit: office.audit, world: office.world)(
                .code(sealed.order.code.text))
        let facts = try #require(verdict.facts)
        let next = try await office.engine.read { db in
            try DocumentStore.facts(record.id, subject: office.vault.subject(office.chen, in: db), in: db)
                .order(documentID: Token(office.world), edition: 2, code: VerificationCode(office.world))
        }

        #expect(facts.agentName == "林*" && facts.agentRelation == .mandate && facts.holderName == "陈*")
        #expect(next.agent == Self.lin)
    }

    /// What was sealed before anybody could act for another keeps its digest.
    @Test func factsWithoutAnAgentAreWrittenAsBefore() throws {
        let bytes = try PaperFacts(order: order(nil)).bytes()

        #expect(!String(decoding: bytes, as: UTF8.self).contains("agent"))
        #expect(
            try PaperFacts(bytes: bytes).order(
                documentID: Token(.frozen()), edition: 1, code: order(nil).code
            ).agent == nil)
    }
}
