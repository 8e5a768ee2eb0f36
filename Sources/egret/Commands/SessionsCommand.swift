import Identity
import Staff
import ArgumentParser
import Base

/// `egret sessions`: who is signed in, ended from the server's console.
struct SessionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sessions", abstract: "End sign-ins, of one or of everybody; accounts stay as they are.",
        subcommands: [End.self])

    struct End: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End the sign-ins of whom the options name, on every node at once.")

        @OptionGroup var shared: SharedOptions
        @Option(help: "The number of somebody at the desk, such as s-0007.") var staff: String?
        @Flag(help: "Everybody at the desk.") var allStaff = false
        @Flag(help: "The citizen whose number stands on the first line of the standard input.") var citizen =
            false
        @Flag(help: "Every citizen's account.") var allCitizens = false

        func validate() throws {
            guard [staff != nil, allStaff, citizen, allCitizens].count(where: \.self) == 1 else {
                throw ValidationError("One of --staff, --all-staff, --citizen and --all-citizens.")
            }
        }

        func run() async throws {
            // A number on the command line would stand in the shell's history and in the list of processes.
            let number = citizen ? try CitizenNumber(readLine() ?? "") : nil
            try await House.use(shared) { house in
                let ended =
                    if staff != nil || allStaff {
                        try await house.staff.endSignIns(of: staff)
                    } else {
                        try await house.accounts.endSignIns(of: number)
                    }
                print("\(ended) ended")
            }
        }
    }
}
