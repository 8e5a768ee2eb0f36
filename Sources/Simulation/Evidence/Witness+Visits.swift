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
        let isFormer = state.withLock { state -> Bool in
            let visitor = state.visitorOfRequest[id] ?? state.visitor[terminal, default: 0]
            state.visitorOfRequest[id] = visitor
            guard let token = parcel.headers[Self.session], let owner = state.visitorOfToken[token] else {
                return false
            }
            return owner < visitor
        }
        if isFormer { report("I12", "\(terminal) goes on with a former visitor's session at \(parcel.path)") }
    }

    /// A token is whose request it answers.
    func noteVisit(of token: String, _ parcel: Parcel) {
        guard let id = parcel.headers[Self.requestID] else { return }
        state.withLock { state in
            state.visitorOfToken[token] = state.visitorOfToken[token] ?? state.visitorOfRequest[id]
        }
    }

    private static let requestID = Parcel.name("X-Request-ID")
}
