import Audit
import Base
import Foundation
import Web

/// What the rooms and the system say in words of their own, as whoever typed the command reads it.
///
/// ``Egret/main()`` passes every error of every command through here.
extension CommandProblem {
    /// The error itself where it speaks already, or where a program is meant by it.
    static func inWords(_ error: any Error) -> any Error {
        switch error {
        case let refusal as any Refusal: told(refusal) ?? error
        case let error as PortError: CommandProblem(told(error))
        case let error as CocoaError: told(error).map(CommandProblem.init) ?? error
        case let refused as CitizenNumber.Refused: CommandProblem(told(refused))
        case let refused as AuditReceipt.Refused: CommandProblem(told(refused))
        case let error as POSIXError: CommandProblem(String(cString: strerror(error.code.rawValue)))
        default: error
        }
    }

    /// Nil for one without words of its own; those are said on pages alone.
    private static func told(_ refusal: any Refusal) -> CommandProblem? {
        guard let phrases = try? House.words().phrases(.english),
            phrases.has("problem.\(refusal.slug).title")
        else { return nil }
        return CommandProblem(phrases.problem(refusal.slug, refusal.values))
    }

    static func told(_ error: PortError) -> String {
        switch error {
        case .unreachable(let system): "\(system): there is no connection"
        case .timedOut(let system): "\(system): no answer in time"
        case .resting(let system): "\(system): it failed again and again and is left alone for a while"
        case .untrustworthy(let system, let reason): "\(system): its answer cannot be used (\(reason))"
        case .failed(let system, let code): "\(system): it says that it cannot serve (\(code))"
        }
    }

    private static func told(_ refused: CitizenNumber.Refused) -> String {
        switch refused {
        case .length: "A citizen's number has eighteen characters."
        case .characters: "A citizen's number is seventeen digits, and a digit or X."
        case .birthDate: "No day of birth stands in this citizen's number."
        case .checkDigit: "The last character of this citizen's number does not fit the others."
        }
    }

    private static func told(_ refused: AuditReceipt.Refused) -> String {
        switch refused {
        case .malformed: "The file is no receipt."
        case .origin: "The receipt is of another log than the key."
        case .signature: "The receipt is not signed with this key."
        case .inclusion: "The act does not stand in the log at the place that the receipt names."
        }
    }

    /// Nil where the error names no file.
    private static func told(_ error: CocoaError) -> String? {
        if error.code == .fileReadCorruptFile { return "The file is no text in UTF-8." }
        guard let path = error.filePath else { return nil }
        switch error.code {
        case .fileReadNoSuchFile: return "There is no file \(path)."
        case .fileNoSuchFile:
            let folder = URL(filePath: path).deletingLastPathComponent().path
            return "There is no folder \(folder), so \(path) cannot be written."
        default:
            let cause = (error.underlying as? POSIXError).map { String(cString: strerror($0.code.rawValue)) }
            return "\(path): \(cause ?? "it can neither be read nor written")."
        }
    }
}
