import Stations
import ArgumentParser
import Base
import Foundation
import Passkeys
import Staff

/// `egret staff`: who works at the desk, and the codes that only the server's own console gives.
struct StaffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staff", abstract: "List who works at the desk, and print one-time codes.",
        subcommands: [Code.self, List.self])

    struct Code: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a one-time code.",
            discussion: """
                Without an option it enrols the first security officer, as long as there never was one, and is good for fifteen \
                minutes. With --account that person enrols another device in the place of the old ones; with --seat somebody takes \
                an officer's place that was held before and that nobody is left to fill. Those two are told to everybody at the \
                desk, open only after a wait, and can be refused until then.
                """)

        @OptionGroup var shared: SharedOptions
        @Option(help: "The number of somebody who is there already, such as s-0007.") var account: String?
        @Option(help: "An officer's place: system, security or audit.") var seat: String?

        func validate() throws {
            guard account == nil || seat == nil else {
                throw ValidationError("Either --account or --seat.")
            }
            guard let seat else { return }
            guard StaffRole.officers.contains(where: { $0.rawValue == seat }) else {
                throw ValidationError("--seat is system, security or audit.")
            }
        }

        func run() async throws {
            try await House.use(shared) { house in
                let seat = seat.flatMap(StaffRole.init)
                let words = StaffCodeWords(
                    account: account, seat: seat, origin: house.centre.staffParty.origin)
                do {
                    let code =
                        if let account {
                            try await house.staff.createCode.again(account)
                        } else if let seat {
                            try await house.staff.createCode.seat(seat)
                        } else {
                            try await house.staff.createCode.first()
                        }
                    print(words.text(code))
                } catch let refused as StaffRefused {
                    throw words.error(refused)
                }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print everybody: number, state, roles; no names.")

        @OptionGroup var shared: SharedOptions

        func run() async throws {
            try await House.use(shared) { house in
                var last: String? = ""
                while let number = last {
                    let people = try await house.staff.queries.people(after: number)
                    for person in people {
                        let roles = StaffRole.allCases.filter(person.roles.contains).map(\.rawValue)
                        print("\(person.id)\t\(person.state.rawValue)\t\(roles.joined(separator: " "))")
                    }
                    last = people.last?.id
                }
            }
        }
    }
}

extension House {
    /// Says on the console how the first security officer comes in, as long as there is none, or how one comes in again.
    ///
    /// The code goes to standard error, past the log: what collects logs has no business with it.
    func welcomeFirstOfficer() async throws {
        guard try await !staff.queries.hasSecurityOfficer() else { return }
        if try await staff.queries.emptySeats().held.contains(.security) {
            let text =
                "The desk has no security officer left. `egret staff code --seat security` begins to fill the place.\n"
            try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
            return
        }
        let code = try await staff.createCode.first()
        let text = """
            The desk has no security officer yet. At \(centre.staffParty.origin)/enrolment this code enrols one, once,
            within fifteen minutes: \(code.text)

            """
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
