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
            abstract: "Print a one-time code, good for fifteen minutes.",
            discussion:
                "Without a number it enrols the first security officer, as long as there is none. With one it lets that person enrol another device, when the old one is lost."
        )

        @OptionGroup var shared: SharedOptions
        @Option(help: "The number of somebody who is there already, such as s-0007.") var account: String?

        func run() async throws {
            try await House.use(shared) { house in
                let code =
                    if let account {
                        try await house.staff.createCode.again(account)
                    } else {
                        try await house.staff.createCode.first()
                    }
                print(code.text)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print everybody: number, state, roles; no names.")

        @OptionGroup var shared: SharedOptions

        func run() async throws {
            try await House.use(shared) { house in
                for person in try await house.staff.queries.people() {
                    let roles = StaffRole.allCases.filter(person.roles.contains).map(\.rawValue)
                    print("\(person.id)\t\(person.state.rawValue)\t\(roles.joined(separator: " "))")
                }
            }
        }
    }
}

extension House {
    /// Says on the console how the first security officer comes in, as long as there is none.
    ///
    /// The code goes to standard error, past the log: what collects logs has no business with it.
    func welcomeFirstOfficer() async throws {
        guard try await !staff.queries.hasSecurityOfficer() else { return }
        let code = try await staff.createCode.first()
        let text = """
            The desk has no security officer yet. At \(centre.staffParty.origin)/enrolment this code enrols one, once,
            within fifteen minutes: \(code.text)

            """
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
