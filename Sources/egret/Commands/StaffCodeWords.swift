import Staff
import Stations

/// What `egret staff code` says to whoever reads it in a shell: what becomes of the code, or why there is none.
///
/// The words of the refusals are for who stands on a page of the desk ("go back to the list").
struct StaffCodeWords {
    /// What was asked for; neither is the first security officer's.
    let account: String?
    let seat: StaffRole?
    /// The desk's address.
    let origin: String

    /// The code on a line of its own, and then who does what with it, where and until when.
    func text(_ code: StaffCode) -> String {
        guard let opensAt = code.opensAt else {
            return """
                \(code.text)
                To be typed, once, at \(origin)/enrolment by \(person) until \(code.expiresAt.minuteInChina), China time.
                """
        }
        let meanwhile =
            account.map {
                "\($0) is signed out everywhere, and the new device takes the place of the former ones."
            }
            ?? "Until then the place stays empty."
        return """
            \(code.text)
            works from \(opensAt.minuteInChina) to \(code.expiresAt.minuteInChina), China time
            To be typed then, once, at \(origin)/enrolment by \(person). \(meanwhile)
            The desk has been told; until it is used, it can be refused at \(origin)/recoveries.
            """
    }

    /// The refusal itself where the words of the desk say it as well.
    func error(_ refused: StaffRefused) -> any Error {
        switch refused {
        case .unknownAccount:
            CommandProblem("Nobody has this number. `egret staff list` prints the numbers.")
        case .accountEnded:
            CommandProblem(
                "This account is closed, and no code opens it again; the desk asks the person in anew.")
        case .firstOfficerThere:
            CommandProblem(
                "There is a security officer already. `egret staff code --account <number>` begins another "
                    + "device of hers; `egret staff list` prints the numbers.")
        case .seatWasHeld:
            CommandProblem(
                "There was a security officer before. `egret staff code --seat security` begins to fill "
                    + "the place.")
        case .seatNeverHeld:
            CommandProblem(
                "Nobody ever held this place: the desk asks somebody in for it. Only the first security "
                    + "officer comes in by `egret staff code`.")
        case .seatTaken:
            CommandProblem(
                "Somebody holds this place. `egret staff list` prints the number; "
                    + "`egret staff code --account <number>` begins another device.")
        case .permitNeeded:
            CommandProblem(
                "Two officers are there who fill this place: one asks at \(origin)/people, the other agrees.")
        case .recoveryRuns:
            CommandProblem(
                "Another recovery is running, and those who could refuse are replaced one at a time. "
                    + "\(origin)/recoveries shows when it is over.")
        default: refused
        }
    }

    private var person: String { account ?? "whoever becomes \((seat ?? .security).rawValue) officer" }
}
