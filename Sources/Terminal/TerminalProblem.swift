/// Why an agent cannot start; each is a sentence for the technician.
public enum TerminalProblem: Error, Hashable, Sendable, CustomStringConvertible {
    case notEnrolled
    case enrolmentRefused(status: Int)
    case notLoopback(host: String)
    case badAddress(String)
    /// A file of the state folder is there and cannot be read.
    case unreadable(String)

    public var description: String {
        switch self {
        case .notEnrolled:
            "this terminal is not enrolled: start it once with the one-time code that the operator reads to you"
        case .enrolmentRefused(let status):
            "the centre refused the enrolment (\(status)): ask the operator for a new code"
        case .notLoopback(let host):
            "the agent serves only the browser on this machine; \(host) is not a loopback address"
        case .badAddress(let text): "not an address: \(text)"
        case .unreadable(let name):
            "\(name) in the state folder cannot be read: nothing was put in its place; mend the disk or its rights"
        }
    }
}
