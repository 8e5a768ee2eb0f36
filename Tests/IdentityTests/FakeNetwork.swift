import Base
import Identity
import Synchronization

/// The national service of the tests: what is set for the next question is what it answers.
final class FakeNetwork: NetworkIdentityPort {
    private struct State {
        var opened: [(request: NetworkRequest, scene: String)] = []
        var answer: NetworkAnswer = .waiting
        var fault: PortError?
    }

    private let state = Mutex(State())

    var opened: [NetworkRequest] { state.withLock { $0.opened.map(\.request) } }
    var scenes: [String] { state.withLock { $0.opened.map(\.scene) } }

    func answers(_ answer: NetworkAnswer) { state.withLock { ($0.answer, $0.fault) = (answer, nil) } }
    func fails(_ fault: PortError) { state.withLock { $0.fault = fault } }

    func open(_ request: NetworkRequest, scene: String) async throws(PortError) -> String {
        let fault = state.withLock { state in
            if state.fault == nil { state.opened.append((request, scene)) }
            return state.fault
        }
        if let fault { throw fault }
        return "https://app.example/n?request=\(request.serial)"
    }

    func answer(to request: NetworkRequest) async throws(PortError) -> NetworkAnswer {
        let (answer, fault) = state.withLock { ($0.answer, $0.fault) }
        if let fault { throw fault }
        return answer
    }
}
