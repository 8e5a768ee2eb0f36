import Sandbox
import HTTPTypes
import Synchronization

/// Whose visit a session belongs to, as the line shows it.
extension Witness {
    /// I12: what somebody sets off goes out with no session that a former visitor was given.
    ///
    /// The second try of a request goes out for whoever set the first one off, however late, and bears its id. What has no
    /// id is the machine's own word.
    func judgeVisit(_ parcel: Parcel, from terminal: String) {
        guard parcel.host == "centre", let id = parcel.headers[Self.requestID] else { return }
        let isOwn = state.withLock { state -> Bool? in
            let visitor = state.visitorOfRequest[id] ?? state.visitor[terminal, default: 0]
            state.visitorOfRequest[id] = visitor
            guard let token = parcel.headers[Self.session], let owner = state.visitorOfToken[token] else {
                return nil
            }
            return owner >= visitor
        }
        if let isOwn {
            judge(
                .i12Visits, isOwn, "\(terminal) goes on with a former visitor's session at \(parcel.path)")
        }
    }

    /// I8: a department that does not answer holds up nobody who wants something of another.
    func left(_ person: Person, isServed: Bool, after time: Duration) {
        judge(
            .i8Visitors, isServed && time <= Self.visitMax,
            "\(person.id) \(isServed ? "is served" : "leaves without a paper") after \(time)")
    }

    /// A calm visit of a person who reads every page takes less.
    private static let visitMax = Duration.seconds(120)

    /// A token is whose request it answers.
    func noteVisit(of token: String, _ parcel: Parcel) {
        guard let id = parcel.headers[Self.requestID] else { return }
        state.withLock { state in
            state.visitorOfToken[token] = state.visitorOfToken[token] ?? state.visitorOfRequest[id]
        }
    }

    static let requestID = Parcel.name("X-Request-ID")
}
