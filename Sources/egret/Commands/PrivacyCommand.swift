import ArgumentParser
import Base
import Catalogue
import Foundation
import Privacy
import Staff

/// `egret privacy`: what persons asked about their data, and the records of impact assessments.
struct PrivacyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "privacy",
        abstract: "Answer persons' requests about their data; write and list impact assessments.",
        subcommands: [
            Requests.self, Show.self, Take.self, Answer.self, Refuse.self, Assess.self, Assessments.self,
        ])

    /// Who acts, and on which request.
    struct Work: ParsableArguments {
        @OptionGroup var shared: SharedOptions
        @Argument(help: "The request's number, such as R202611260001.") var number: String
        @Option(
            help: "Your own account at the desk, such as s-0007; it stands in the log and the person sees it."
        )
        var official: String
        @OptionGroup var permit: PermitOption

        /// Lets the official do one thing, before it is done.
        func use(_ act: (House, RequestNumber, StaffAccount) async throws -> Void) async throws {
            let number = try request()
            try await House.use(shared) { house in
                let account: StaffAccount
                do {
                    account = try await house.staff.permits.useForRequest(
                        number.rawValue, permit.permit, by: official)
                } catch StaffRefused.rightMissing {
                    throw CommandProblem(
                        "\(official) is nobody at the desk who answers requests; egret staff list shows who is"
                    )
                } catch {
                    throw PermitOption.inWords(error, .request(number.rawValue))
                }
                try await act(house, number, account)
            }
        }

        func request() throws -> RequestNumber {
            guard let number = RequestNumber(rawValue: number) else {
                throw CommandProblem("A request's number is R and at least twelve digits.")
            }
            return number
        }
    }

    struct Requests: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List what is owed an answer, the next due first; shows nothing of anybody.")

        @OptionGroup var shared: SharedOptions

        func run() async throws {
            try await House.use(shared) { house in
                for request in try await house.privacy.work.open() {
                    let late = request.isOverdue(at: house.world.now()) ? "LATE" : "-"
                    print(
                        "\(request.number)\t\(request.right.rawValue)\t\(request.topic.rawValue)\t\(request.state.rawValue)"
                            + "\tdue \(CalendarDate(inChinaAt: request.dueAt))\t\(late)")
                }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open one request; the person sees that you did.")

        @OptionGroup var work: Work

        func run() async throws {
            try await work.use { house, number, account in
                let (request, steps) = try await house.privacy.work.show(number, to: account)
                print("\(request.number)\t\(request.right.rawValue)\t\(request.topic.rawValue)")
                print("state\t\(request.state.rawValue)\tdue \(CalendarDate(inChinaAt: request.dueAt))")
                if let index = request.aboutIndex { print("record\t\(index)") }
                if let text = request.text { print("text\t\(text)") }
                for step in steps {
                    print(
                        "\(CalendarDate(inChinaAt: step.at))\t\(step.event.rawValue)\t\(step.official ?? "-")"
                    )
                }
            }
        }
    }

    struct Take: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say that you work at a request.")

        @OptionGroup var work: Work

        func run() async throws {
            try await work.use { try await $0.privacy.work.take($1, by: $2) }
        }
    }

    struct Answer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Answer a request.")

        @OptionGroup var work: Work
        @Option(help: "A file with the answer, in plain words.") var file: String

        func run() async throws {
            let text = try String(contentsOfFile: file, encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            try await work.use {
                try await $0.privacy.work.answer($1, with: text, by: $2)
            }
        }
    }

    struct Refuse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Refuse a request, with a reason; the person is told where she can go.")

        @OptionGroup var work: Work
        @Option(help: "One of the closed words, such as other-body.") var reason: String
        @Option(help: "A file with more words.") var file: String?

        func run() async throws {
            guard let reason = PrivacyRequest.Reason(rawValue: reason) else {
                let known = PrivacyRequest.Reason.allCases.map(\.rawValue).joined(separator: ", ")
                throw CommandProblem("The reason is one of: \(known)")
            }
            let text = try file.map { try String(contentsOfFile: $0, encoding: .utf8) }
            try await work.use {
                try await $0.privacy.work.refuse($1, because: reason, text: text, by: $2)
            }
        }
    }

    struct Assess: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write an impact assessment from what is declared, keep it for its days, and print it.")

        @OptionGroup var shared: SharedOptions
        @Option(help: "Who answers for it.") var by: String
        @Option(
            help:
                "A file with the conclusion: whether it is lawful and necessary, and the measures are enough."
        )
        var conclusion: String

        func run() async throws {
            let text = try String(contentsOfFile: conclusion, encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            try await House.use(shared) { house in
                let record = try await house.privacy.assess(
                    house.assessmentWriter, by: by, release: Release.version, conclusion: text)
                print(record.text, terminator: "")
            }
        }
    }

    struct Assessments: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the impact assessments that are kept, or print one of them.")

        @OptionGroup var shared: SharedOptions
        @Option(help: "The id of one to print.") var id: String?

        func run() async throws {
            try await House.use(shared) { house in
                for record in try await house.privacy.assess.all() {
                    if let id {
                        if record.id.rawValue == id { print(record.text, terminator: "") }
                    } else {
                        print(
                            "\(record.id)\t\(CalendarDate(inChinaAt: record.madeAt))\t\(record.madeBy)\t\(record.release)"
                        )
                    }
                }
            }
        }
    }
}
