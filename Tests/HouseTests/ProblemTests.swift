import Assistance
import Base
import Catalogue
import Casework
import Comparison
import Desk
import Documents
import Federation
import Foundation
import HTTPTypes
import Identity
import Notices
import Passkeys
import Privacy
import Representation
import Staff
import Stations
import Supervision
import Support
import Testing
import Uploads
import Web

@testable import egret

/// Every way of saying no, over all rooms: a status of its own kind, and words in every language.
@Suite struct ProblemTests {
    /// One of every case of every refusal in the house.
    static let refusals: [any Refusal] =
        PasskeyRefused.allCases + RevocationRefused.allCases + AppointmentRefused.allCases
        + StaffRefused.allCases + StepRefused.allCases
        + ComparisonRefused.allCases + DeskRefused.allCases + DraftRefused.allCases + NoticeRefused.allCases
        + [ProgressRefused.unknown, ProgressRefused.wait(seconds: 90)]
        + RepresentationRefused.allCases + identity + accounts
        + federation + casework
        + AssistanceRefused.allCases
        + documents + tickets + stations + answers + privacy
        + [AnswersRefused(answers: []), ProposalWaits(proposal: Token(.live), version: 2)]
        + uploads
        + [RatingRefused.alreadyGiven, RatingRefused.malformed, RatingRefused.unknownTerminal]
        + [
            FormRefusal.unreadable, FormRefusal.missing(field: "a"), FormRefusal.tooLong(field: "a", max: 1),
            FormRefusal.notPlain(field: "a"), FormRefusal.otherPerson,
        ]

    static let uploads: [UploadRefused] = [
        .tooLarge(max: 1), .tooManyPixels, .otherType, .noPicture, .damaged, .locked, .infected,
        .tooMany(max: 1),
        .noRoom, .unknown, .notScanned, .missing, .busy,
    ]
    static let accounts: [AccountRefused] =
        [
            .signedOut, .notRight, .wait(seconds: 90), .closed, .startAgain, .activationUnknown, .proofStale,
            .levelTooLow, .codeWrong, .lastWay, .unknownWay, .tooManyWays, .visitUnknown, .codeUndelivered,
            .busy, .phoneUnreadable, .accountNew(hours: 71),
        ] + PasswordRule.Weakness.allCases.map { .passwordWeak($0) }
    static let identity: [IdentityRefused] = [
        .sessionOver, .notIdentified, .cardNumber(.checkDigit), .cardUnreadable, .cardExpired,
        .cardNotYetValid, .otherCard, .identityMismatch, .faceMismatch(triesLeft: 2), .faceTriesUsed,
        .faceConsentMissing, .guardianNeeded, .pictureUnusable, .codeWrong(triesLeft: 2), .codeUnreadable,
        .codeTriesUsed,
        .codeExpired,
        .codeNotSent, .codeTooOften, .codeUndelivered, .choiceUnknown,
        .networkSilent, .networkMismatch, .networkNotAgreed, .pictureTooOften, .wait(seconds: 90),
        .closedHere,
        .proofNeeded, .phoneProofNeeded,
    ]
    static let federation: [FederationRefused] = [
        .clientUnknown, .returnUnknown, .requestOver, .notSignedIn, .portalDeclined, .portalUntrusted,
        .portalOver, .portalTaken, .proofTooWeak,
    ]
    static let casework: [CaseRefused] = [
        .unknownService, .unknownCase, .notNow, .withdrawn, .unknownQuestion, .moreProofNeeded,
        .consentWithdrawn, .incomplete, .nothingOnRecord, .recordMissing, .wrongPerson, .answerNamesPerson,
        .notEligible, .stepByStep, .answeredElsewhere, .handOverUnknown, .notReprinted, .notWithdrawable,
    ]
    static let documents: [DocumentRefused] = [
        .missingField("a"), .unsafeText(field: "a"), .unreadableValue(field: "a"), .missingGlyph(field: "a"),
        .tooLong, .otherSubject, .busy, .unknownDocument, .notValid, .alreadyRevoked,
    ]
    static let tickets: [TicketRefused] = [
        .unknownTicket, .otherTerminal, .otherSession, .expired, .alreadyFetched, .closed, .contradicts,
        .inUse, .alreadyPrinted, .reprintLimit, .terminalStopped,
    ]
    static let stations: [TerminalRefused] = [
        .codeUnknown, .identityReused, .malformed, .unknownStation, .unknownTerminal, .unknownAlarm,
        .signature, .clock, .replayed, .revoked, .stopped, .serviceStopped,
    ]
    static let privacy: [PrivacyRefused] = [
        .unknownRequest, .unknownAct, .choiceUnknown, .alreadyAsked, .notNow, .tooMany, .sameOfficial,
        .ownMatter, .unknownSelf, .notTwoApprovers, .releaseOutOfRange, .basisUnknown, .shownAlready,
        .guardianNeeded, .consentUnknown, .personErased,
    ]
    static let answers: [AnswerRefused] = {
        let day = CalendarDate(daysSince1970: 0)
        let column = TableQuestion.Column(
            id: "b", kind: .yesNo, label: LocalText(mandarin: "b", english: "b", minnan: "b"),
            isRequired: true)
        return [
            .missing(question: "a"), .notOffered(question: "a"), .tooLong(question: "a", max: 1),
            .notPlainText(question: "a"), .notADate(question: "a"),
            .dateOutOfRange(question: "a", from: day, to: day), .notANumber(question: "a"),
            .numberOutOfRange(question: "a", from: 0, to: 1), .notMoney(question: "a"),
            .moneyOutOfRange(question: "a", from: 0, to: 1), .notAPhone(question: "a"),
            .notAPerson(question: "a"), .oneself(question: "a"),
            .notACompany(question: "a"), .notABankAccount(question: "a"), .notAnAddress(question: "a"),
            .rowsTooFew(question: "a", min: 1), .rowsTooMany(question: "a", max: 1),
            .inRow(question: "a", row: 1, column: column, .missing(question: "b")),
            .filesTooFew(question: "a", min: 1), .filesTooMany(question: "a", max: 1),
            .notASignature(question: "a"),
            .rule(question: "a", otherwise: LocalText(mandarin: "a", english: "a", minnan: "a")),
        ]
    }()

    /// What the guards and the one mapper of errors say by themselves.
    static let own: [String: Int] = [
        "not-found": 404, "forbidden": 403, "fault": 500, "department-unavailable": 503, "try-again": 503,
        "bad-request": 400, "too-large": 413, "too-slow": 408, "method-not-allowed": 405, "cross-site": 403,
        "in-flight": 409, "no-room": 503, "key-missing": 400, "key-reused": 422,
    ]

    /// The answers that a page of its own words makes of a refusal, without a problem's words.
    static let answerWords = Set(answers.map(\.slug))

    static var statuses: [String: Int] {
        own.merging(refusals.map { ($0.slug, Int($0.status.code)) }) { first, _ in first }
    }

    @Test func everyCaseOfEveryRefusalIsListedHere() throws {
        let declared = try Repository.swift("Sources").flatMap { file -> [String] in
            guard let name = file.text.firstMatch(of: /(?:extension|enum|struct) (\w+): (?:\w+, )*Refusal\b/)
            else {
                return []
            }
            return [String(name.1)]
        }
        let listed = Set(Self.refusals.map { "\(type(of: $0))" })

        #expect(Set(declared).union(["TicketRefused"]) == listed)
        for file in try Repository.swift("Sources") {
            guard let name = file.text.firstMatch(of: /public enum (\w+Refused|FormRefusal)\b/) else {
                continue
            }
            let cases = file.text.matches(of: /(?m)^    (?:indirect )?case (\w+)/).map { String($0.1) }
            let here = Self.refusals.filter { "\(type(of: $0))" == name.1 }
            guard !here.isEmpty else { continue }
            #expect(
                Set(cases) == Set(here.map { "\($0)".prefix { $0 != "(" } }.map(String.init)), "\(file.path)")
        }
    }

    @Test func everyRefusalIsTheReadersToActOn() {
        for refusal in Self.refusals {
            // A service that stopped itself, and a department that does not answer, are no fault of the reader.
            #expect((400..<500).contains(refusal.status.code) || refusal.status == .serviceUnavailable)
        }
    }

    @Test(arguments: Language.allCases)
    func everyProblemHasWords(language: Language) async throws {
        let words = try await Self.words()
        for slug in Self.statuses.keys where !Self.answerWords.contains(slug) {
            #expect(words.keys.contains("problem.\(slug).title"), "\(slug)")
            #expect(words.keys.contains("problem.\(slug).remedy"), "\(slug)")
        }
        for slug in Self.answerWords {
            #expect(words.keys.contains("kiosk.answer.\(slug.dropFirst("answer-".count))"), "\(slug)")
        }
    }

    @Test func everySlugInTheCodeIsKnown() throws {
        let found = try Repository.swift("Sources").flatMap { file in
            file.text.matches(of: /Problem\(\s*"([a-z-]+)"/).map { String($0.1) }
        }

        #expect(found.count > 3)
        #expect(Set(found).subtracting(Self.statuses.keys).sorted() == [])
    }

    @Test func theProblemsAreThoseOfTheContract() async throws {
        let words = try await Self.words().phrases(.english)
        let rows = Self.statuses.filter { !Self.answerWords.contains($0.key) }.sorted { $0.key < $1.key }
            .map { slug, status in
                "| `\(slug)` | \(status) | \(words("problem.\(slug).title")) | \(words("problem.\(slug).remedy")) |"
            }
        let text = """
            # Problems

            Every answer of status 400 and above names its problem: in JSON as RFC 9457 `type` `/problems/<slug>`, on a page
            by these words in the reader's language.

            | Slug | Status | What happened | What to do |
            |---|---|---|---|
            \(rows.joined(separator: "\n"))

            """

        try expectContract(text, named: "problems.md")
    }

    static func words() async throws -> Words {
        let box = try await HouseBox(.sqlite)
        let house = try await box.house()
        let words = house.frame.words
        await house.close()
        await box.remove()
        return words
    }
}
