import Audit
import Base
import Catalogue
import Foundation
import Identity
import Privacy
import Logging
import Storage
import Support
import Testing
import Vault

@testable import egret

/// What is stored about people goes after its days, and what is erased stays erased.
@Suite struct RetentionTests {
    @Test(arguments: TestEngine.available)
    func eachClassGoesAfterItsDaysAndNotBefore(engine: TestEngine) async throws {
        try await Past.run(engine) { past in
            let person = try await past.person()
            let (plain, agreed) = (try await past.visit(of: person), try await past.visit(of: person))
            try await past.code(in: plain)
            try await past.consent(in: agreed)
            try await past.application("open")
            try await past.application("delivered", of: person)
            try await past.paper(of: person)
            var left = try await past.counts()
            #expect(left == Past.Counts(codes: 1, consents: 1, visits: 2, cases: 2, papers: 1, persons: 1))

            for (days, change) in Past.expected {
                past.clock.now = TestClock.start + .seconds(days * 86_400)
                try await past.house.retention.run()
                #expect(try await past.counts() == left, "on day \(days)")

                past.clock.advance(by: .milliseconds(1))
                #expect(try await past.house.retention.due(limit: 10).values.reduce(0, +) > 0)
                try await past.house.retention.run()
                change(&left)
                #expect(try await past.counts() == left, "after day \(days)")
            }
            _ = try await past.house.auditIntegrator().integrate()
            #expect(try await past.house.auditFindings() == [], "the log still verifies")
        }
    }

    @Test(arguments: TestEngine.available)
    func whoHasAnApplicationOrAVisitIsNotForgotten(engine: TestEngine) async throws {
        try await Past.run(engine) { past in
            let (applicant, visitor) = (try await past.person(1), try await past.person(2))
            try await past.application("submitted", of: applicant)
            try await past.visit(of: visitor, isOver: false)
            past.clock.advance(by: .seconds(10_000 * 86_400))

            let counts = try await past.house.retention.run()

            #expect(counts.values.reduce(0, +) == 0)
            #expect(try await past.counts().persons == 2)
        }
    }

    @Test(arguments: TestEngine.available)
    func manyThatStayDoNotHideTheOneThatGoes(engine: TestEngine) async throws {
        try await Past.run(engine) { past in
            for index in 1...(Retention.batch + 5) {
                let person = try await past.person(index)
                if index != 100 { try await past.application("submitted", of: person) }
            }
            past.clock.advance(by: .seconds(400 * 86_400))

            #expect(try await past.house.retention.run()[.persons] == 1)
            #expect(try await past.counts().persons == Retention.batch + 4)
        }
    }

    @Test(arguments: TestEngine.available)
    func whatCannotBeForgottenKeepsNothingElse(engine: TestEngine) async throws {
        try await Past.run(engine) { past in
            let (held, gone) = (try await past.person(1), try await past.person(2))
            let visits = [try await past.visit(of: held), try await past.visit(of: held)]
            for visit in visits { try await past.code(in: visit) }
            try await past.grip("login_codes", where: "session_id", is: visits[0])
            try await past.application("open")
            past.clock.advance(by: .seconds(400 * 86_400))

            await #expect(throws: SQLError.self) { try await past.house.retention.run() }

            let left = try await past.counts()
            #expect(left == Past.Counts(codes: 1, visits: 1, persons: 1))
            #expect(try await past.isReadable(held))
            #expect(try past.house.retention.erased.read().map(\.id) == [gone])
        }
    }

    @Test(arguments: TestEngine.available)
    func aDeletionThatCannotBeCarriedOutHoldsUpNobodys(engine: TestEngine) async throws {
        try await Past.run(engine) { past in
            let (held, gone) = (try await past.person(1), try await past.person(2))
            for one in [held, gone] {
                _ = try await past.house.privacy.make(
                    .init(.deletion, topic: try #require(RequestTopic.choices(of: .deletion).first)),
                    of: PersonHere(citizen: one, terminal: nil, session: nil), language: .english,
                    requestID: "r")
            }
            try await past.grip("citizens", where: "id", is: held)

            await #expect(throws: SQLError.self) { try await past.house.privacy.erase.work() }

            #expect(try await past.isReadable(held))
            #expect(try await past.isReadable(gone) == false)
        }
    }

    @Test(arguments: TestEngine.available)
    func aRestoredBackupBringsNobodyBack(engine: TestEngine) async throws {
        try await Past.run(engine) { past in
            let (gone, stays) = (try await past.person(1), try await past.person(2))
            try await past.application("submitted", of: stays)
            let backup = try await past.keys()
            past.clock.advance(by: .seconds(400 * 86_400))
            try await past.house.retention.run()
            #expect(try await past.isReadable(gone) == false)

            try await past.restore(backup)
            #expect(try await past.isReadable(gone), "the backup does bring the key back")
            #expect(try await past.house.retention.eraseAgain() == 1)

            #expect(try await past.isReadable(gone) == false)
            #expect(try await past.isReadable(stays))
            #expect(try await past.house.retention.eraseAgain() == 0, "the database is as new as the list")
        }
    }

    @Test(arguments: TestEngine.available)
    func aRestoredBackupUndoesNoDeletionThatWaitsAndNoClosing(engine: TestEngine) async throws {
        try await Past.run(engine) { past in
            let (person, stays) = (try await past.person(1), try await past.person(2))
            for one in [person, stays] {
                try await past.application("submitted", of: one)
                try await past.application("open", of: one)
                try await past.account(of: one)
            }
            try await past.paper(of: person)
            for right in [PersonRight.deletion, .closing] {
                _ = try await past.house.privacy.make(
                    .init(right, topic: try #require(RequestTopic.choices(of: right).first)),
                    of: PersonHere(citizen: person, terminal: nil, session: nil), language: .english,
                    requestID: "r")
            }
            let done = try await past.house.privacy.erase.work()
            #expect(done.erased == 0 && done.others == 2)
            try await past.house.retention.copyErased()
            #expect(
                Set(try past.house.retention.erased.read().map(\.kind)) == [.forgotten, .closed])
            #expect(try await past.house.carryOutAgain() == 0, "the database is as new as the list")
            let (counts, open) = (try await past.counts(), try await past.accounts())
            #expect(open == [stays])
            #expect(try await past.tied() == [stays, stays])

            // The backup knows of no request; everything of hers is back, and she begins another form.
            try await past.undo(of: person)
            try await past.application("open", of: person)
            try await past.account(of: person)
            past.clock.advance(by: .seconds(60))
            try await past.application("open", of: person)
            #expect(try await past.house.carryOutAgain() == 2)

            let again = try await past.counts()
            #expect(again.papers == counts.papers)
            #expect(again.cases == counts.cases + 1, "what she began later stays")
            #expect(try await past.accounts() == [stays])
            #expect(try await past.tied() == [stays, stays], "neither her portal nor her WeChat comes back")
        }
    }

    @Test func aTornLineIsWrittenAgainAndAStrangeOneIsNamed() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "egret-erased-\(Token(.live))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let list = ErasedList(path: folder.appending(path: "erased.log").path)
        let subjects = zip(ErasedLine.Kind.allCases, 1...3).map {
            ErasedLine($0, Token(.live), at: Instant(milliseconds: Int64($1)))
        }

        #expect(try list.read() == [])
        try list.append(Array(subjects.prefix(2)))
        let whole = try Data(contentsOf: URL(filePath: list.path))
        try whole.dropLast(7).write(to: URL(filePath: list.path))
        #expect(try list.read() == [subjects[0]])
        try list.append(Array(subjects.dropFirst()))
        #expect(try list.read() == subjects)

        try Data("nobody\n".utf8).write(to: URL(filePath: list.path))
        #expect(throws: ErasedList.Unreadable.self) { try list.read() }
    }
}
