import Synchronization

/// Facts about one request that reach its answer and the access log although contexts are copied on their way inwards.
final class RequestNotes: Sendable {
    private let terminal = Mutex<String?>(nil)
    private let wholeBodyAt = Mutex<Duration?>(nil)
    private let bodyTime = Mutex<Duration?>(nil)
    private let refusalSlug = Mutex<String?>(nil)
    private let actorName = Mutex<String?>(nil)
    private let postedForm = Mutex<Form?>(nil)
    private let formProblem = Mutex<Problem?>(nil)
    private let keptForm = Mutex<KeptForm?>(nil)
    private let openRoutes = Mutex<(@Sendable (String) -> Bool)?>(nil)

    var terminalID: String? {
        get { terminal.withLock { $0 } }
        set { terminal.withLock { $0 = newValue } }
    }

    var actor: String? {
        get { actorName.withLock { $0 } }
        set { actorName.withLock { $0 = newValue } }
    }

    var mayOpen: (@Sendable (String) -> Bool)? {
        get { openRoutes.withLock { $0 } }
        set { openRoutes.withLock { $0 = newValue } }
    }

    /// The form that was read, and the problem in which its request ended; nil where there was no form or no problem.
    var refusedForm: (form: Form, problem: Problem)? {
        guard let form = postedForm.withLock({ $0 }), let problem = formProblem.withLock({ $0 }) else {
            return nil
        }
        return (form, problem)
    }

    /// The form that is offered again on the page of its refusal, once its sender has signed in.
    var kept: KeptForm? {
        get { keptForm.withLock { $0 } }
        set { keptForm.withLock { $0 = newValue } }
    }

    func posted(_ form: Form) {
        postedForm.withLock { $0 = form }
    }

    func ended(in problem: Problem) {
        refusal = problem.slug
        formProblem.withLock { $0 = problem }
    }

    /// The closed word of the refusal or fault that the request ended in; nil when it did not.
    var refusal: String? {
        get { refusalSlug.withLock { $0 } }
        set { refusalSlug.withLock { $0 = newValue } }
    }

    /// Whether all of the body has arrived.
    var hasWholeBody: Bool { wholeBodyAt.withLock { $0 != nil } }

    func bodyIsWhole(at moment: Duration) {
        wholeBodyAt.withLock { $0 = moment }
    }

    /// How long the body may take on its way, where its route allows more than others.
    var bodyWithin: Duration? {
        get { bodyTime.withLock { $0 } }
        set { bodyTime.withLock { $0 = newValue } }
    }

    /// When a request that began at `start` is given up: a body that may be slow does not count, what comes after it does.
    func end(after deadline: Duration, from start: Duration) -> Duration {
        guard let within = bodyWithin else { return start + deadline }
        return (wholeBodyAt.withLock { $0 } ?? start + within) + deadline
    }
}
