import ArgumentParser
import Base
import Audit
import Base
import Logging
import Staff
import Stations

/// `egret terminals`: admit, stop and readmit the machines at the stations.
struct TerminalsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "terminals", abstract: "Admit, list, stop, readmit and revoke terminals.",
        subcommands: [
            Code.self, List.self, Stop.self, Readmit.self, Revoke.self, Services.self, ReadmitService.self,
            Acknowledge.self,
        ])

    struct Code: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a one-time code for a terminal; good for fifteen minutes.")

        @OptionGroup var shared: SharedOptions
        @Option(help: "The station's id, such as siming-1.") var station: String

        func run() async throws {
            try await House.use(shared) { house in
                do {
                    try await house.staff.permits.requireUnmanned(for: .terminalEnrolment)
                } catch StaffRefused.permitNeeded {
                    throw CommandProblem(
                        "The desk has people for this: ask there under \"Two people\"; the second person is shown the code."
                    )
                }
                let code = try await house.stations.createCode(station: station, by: .staff("console"))
                print(code.text)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print every station with its state, and the alarms that wait.")

        @OptionGroup var shared: SharedOptions

        func run() async throws {
            try await House.use(shared) { house in
                for listing in try await house.stations.queries.listings() {
                    print(
                        "\(listing.station.id)\t\(listing.state.rawValue)\t\(listing.station.name[.mandarin])"
                    )
                }
                for alarm in try await house.stations.queries.openAlarms() {
                    print(
                        "alarm\t\(alarm.id)\t\(alarm.kind.rawValue)\t\(alarm.detail)\t\(alarm.terminal ?? "-")"
                    )
                }
            }
        }
    }

    struct Stop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a terminal out of service, within five seconds.")

        @OptionGroup var shared: SharedOptions
        @Argument(help: "The terminal's id.") var terminal: String
        @Option(help: "A word such as maintenance.") var reason = "operator"

        func run() async throws {
            try await House.use(shared) { house in
                try await house.stations.stop(terminal, reason: reason, by: .staff("console"))
            }
        }
    }

    struct Readmit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a stopped terminal serve again.")

        @OptionGroup var shared: SharedOptions
        @Argument(help: "The terminal's id.") var terminal: String

        func run() async throws {
            try await House.use(shared) { house in
                try await house.stations.readmit(terminal, by: .staff("console"))
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Shut a terminal out for good.")

        @OptionGroup var shared: SharedOptions
        @Argument(help: "The terminal's id.") var terminal: String
        @Option(help: "A word such as stolen.") var reason = "operator"

        func run() async throws {
            try await House.use(shared) { house in
                try await house.stations.revoke(terminal, reason: reason, by: .staff("console"))
            }
        }
    }

    struct Services: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the services that are stopped at a terminal: terminal, service, reason, since.")

        @OptionGroup var shared: SharedOptions

        func run() async throws {
            try await House.use(shared) { house in
                for stop in try await house.stations.queries.serviceStops() {
                    print("\(stop.terminal)\t\(stop.service)\t\(stop.reason)\t\(stop.at.minuteInChina)")
                }
            }
        }
    }

    struct ReadmitService: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "readmit-service", abstract: "Let a stopped service go on at a terminal.")

        @OptionGroup var shared: SharedOptions
        @Argument(help: "The terminal's id.") var terminal: String
        @Argument(help: "The service's id, such as police/temporary-identity-proof.") var service: String

        func run() async throws {
            try await House.use(shared) { house in
                let wasStopped = try await house.stations.readmitService(
                    service, at: terminal, by: .staff("console"))
                guard wasStopped else {
                    throw CommandProblem("it is not stopped there; see egret terminals services")
                }
            }
        }
    }

    struct Acknowledge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Close an alarm that somebody has looked at.")

        @OptionGroup var shared: SharedOptions
        @Argument(help: "The alarm's id, as listed.") var alarm: String
        @Option(help: "Who looked at it.") var by = "console"

        func run() async throws {
            guard let id = Token(rawValue: alarm) else {
                throw CommandProblem("that is no alarm's id; see egret terminals list")
            }
            try await House.use(shared) { house in try await house.stations.acknowledgeAlarm(id, by: by) }
        }
    }
}

extension House {
    /// Builds the house for one command and closes it after.
    static func use(
        _ shared: SharedOptions, furniture: Furniture? = nil, _ work: (House) async throws -> Void
    ) async throws {
        let house = try await House(shared.reader(), logger: Logger(label: "egret"), furniture: furniture)
        do {
            try await work(house)
        } catch {
            await house.close()
            throw error
        }
        await house.close()
    }
}
