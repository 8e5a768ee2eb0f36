import ArgumentParser
import Audit
import Base
import Foundation
import Stations
import Support
import Testing
import Web

@testable import Staff
@testable import egret

/// What whoever typed a command reads when it does not do what was asked.
@Suite struct CommandProblemTests {
    private static func text(_ work: () async throws -> Void) async -> String {
        do {
            try await work()
            return "nothing"
        } catch {
            return "\(CommandProblem.inWords(error))"
        }
    }

    @Test func aRefusalIsToldByItsTitleAndRemedy() async throws {
        let phrases = try House.words().phrases(.english)
        let refusals: [any Refusal] = [
            StaffRefused.firstOfficerThere, StaffRefused.permitUnknown, TerminalRefused.unknownTerminal,
        ]

        for refusal in refusals {
            #expect(await Self.text { throw refusal } == phrases.problem(refusal.slug, refusal.values))
        }
        #expect(
            await Self.text { throw StaffRefused.permitUnknown }
                .hasPrefix("This code is not known, used already, older than an hour"))
    }

    /// Who sits at a shell has no list to go back to: she reads which command or which page of the desk is next.
    @Test func whoAsksForACodeIsToldWhatIsNextAndNotToGoBack() async {
        let words = StaffCodeWords(account: "s-0007", seat: nil, origin: "https://desk.example")
        for (refused, next) in [
            (StaffRefused.unknownAccount, "`egret staff list`"),
            (.firstOfficerThere, "`egret staff code --account <number>`"),
            (.seatWasHeld, "`egret staff code --seat security`"), (.seatTaken, "`egret staff list`"),
            (.permitNeeded, "https://desk.example/people"),
            (.recoveryRuns, "https://desk.example/recoveries"),
        ] {
            let told = await Self.text { throw words.error(refused) }
            #expect(told.contains(next), "\(refused): \(told)")
            #expect(!told.lowercased().contains("go back"), "\(refused): \(told)")
        }
        #expect(words.error(.malformed) as? StaffRefused == .malformed)
    }

    @Test func aCodeIsFollowedByWhoTypesItWhereAndUntilWhen() async throws {
        let box = try await HouseBox(.sqlite)
        let house = try await box.house()
        let code = try await house.staff.createCode.first()
        let text = StaffCodeWords(account: nil, seat: nil, origin: "https://desk.example").text(code)

        #expect(text.hasPrefix(code.text + "\n"), "what a script reads is the first line")
        #expect(text.contains("at https://desk.example/enrolment by whoever becomes security officer until "))
        await house.close()
        await box.remove()
    }

    /// As a recovery has it: it opens later, and can be refused until then.
    @Test func aCodeThatWaitsSaysWhereItCanBeRefused() {
        let code = StaffCode(.live, wait: .seconds(86_400), openFor: .seconds(86_400))
        let text = StaffCodeWords(account: "s-0007", seat: nil, origin: "https://desk.example").text(code)

        #expect(text.contains("works from ") && text.contains("/enrolment by s-0007."))
        #expect(text.contains("s-0007 is signed out everywhere"))
        #expect(text.contains("https://desk.example/recoveries"))
    }

    @Test func noRefusalIsToldByTheNameOfItsCase() async {
        for refusal in ProblemTests.refusals where !ProblemTests.answerWords.contains(refusal.slug) {
            let told = await Self.text { throw refusal }

            #expect(told.contains(" ") && !told.contains("[problem."), "\(refusal): \(told)")
        }
    }

    @Test func aFileThatIsNotThereIsNamed() async {
        let path = "/nowhere/conclusion.md"

        #expect(
            await Self.text { _ = try String(contentsOfFile: path, encoding: .utf8) }
                == "There is no file \(path).")
        #expect(
            await Self.text { try "".write(toFile: path, atomically: true, encoding: .utf8) }
                == "There is no folder /nowhere, so \(path) cannot be written.")
        #expect(
            await Self.text { _ = try Data(contentsOf: URL(filePath: "/tmp")) } == "/tmp: Is a directory.")
    }

    @Test func whatTheSystemAndOtherRoomsSayIsASentence() async {
        #expect(
            await Self.text { _ = try CitizenNumber("") } == "A citizen's number has eighteen characters.")
        #expect(await Self.text { _ = try AuditReceipt("") } == "The file is no receipt.")
        #expect(await Self.text { throw POSIXError(.ENOENT) } == "No such file or directory")
        #expect(
            await Self.text { throw PortError.unreachable(system: "portal-catalogue") }
                == "portal-catalogue: there is no connection")
    }

    @Test func whatIsMeantForTheShellOrTheParserStays() {
        #expect(CommandProblem.inWords(ExitCode(2)) as? ExitCode == ExitCode(2))
        #expect(CommandProblem.inWords(ValidationError("x")) is ValidationError)
        #expect(Egret.exitCode(for: CommandProblem("x")) == ExitCode(1))
        #expect(
            Egret.fullMessage(for: CommandProblem("x")) == "Error: x", "no usage under what is none of it")
    }
}
