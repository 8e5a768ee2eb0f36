import AsyncHTTPClient
import Base
import Synchronization
import Transport
import Vault

/// The lines between the nodes: each parcel may be late, lost, doubled or overtaken, and so may its answer.
final class Network: Sendable {
    struct Place: Sendable {
        let nodes: [Node]
        let doorway: String
    }

    private struct State {
        var places: [String: Place] = [:]
        /// Pairs of nodes between which nothing passes, in this direction.
        var cut: Set<[String]> = []
        var weather = Weather.fair
        var calls = 0
        /// Answers of the departments, kept by a liar on the line.
        var kept: [Answered] = []
    }

    private let stage: Stage
    private let dice: Dice
    private let witness: Witness
    /// The centre's: what it signs may be wrong all the same.
    private let ticketKey: SigningKey
    private let state = Mutex(State())

    init(stage: Stage, witness: Witness, ticketKey: SigningKey) {
        self.ticketKey = ticketKey
        self.stage = stage
        self.witness = witness
        dice = Dice(seed: stage.seed, "network")
    }

    func open(_ host: String, _ place: Place) { state.withLock { $0.places[host] = place } }
    var weather: Weather {
        get { state.withLock { $0.weather } }
        set { state.withLock { $0.weather = newValue } }
    }

    /// Lets nothing through from one node to another; the way back stays open.
    func cut(from: String, to: String) {
        stage.trace.note("network", "cut from \(from) to \(to)")
        state.withLock { _ = $0.cut.insert([from, to]) }
    }

    func heal(_ one: String, _ other: String) {
        stage.trace.note("network", "healed between \(one) and \(other)")
        state.withLock {
            $0.cut.remove([one, other])
            $0.cut.remove([other, one])
        }
    }

    func mend() {
        stage.trace.note("network", "mended")
        state.withLock {
            $0.cut = []
            $0.weather = .fair
        }
    }

    private func isCut(_ from: String, _ to: String) -> Bool {
        state.withLock { $0.cut.contains([from, to]) }
    }

    /// Sends a parcel on its way; `answer` hears at most once, nil when the connection was refused or broke.
    func send(_ parcel: Parcel, from sender: String, _ answer: @escaping @Sendable (Answered?) -> Void) {
        let weather = weather
        let number = state.withLock { state in
            state.calls += 1
            return state.calls
        }
        stage.trace.note(sender, "#\(number) \(parcel.method) \(parcel.host)\(parcel.path)")
        witness.sent(parcel, from: sender)
        guard let place = state.withLock({ $0.places[parcel.host] }) else { return answer(nil) }
        if dice.happens(weather.loseRequest) {
            stage.trace.note("network", "#\(number) is lost")
            return fail(weather, answer)
        }
        stage.scheduler.after(weather.delay(dice)) {
            self.deliver(parcel, number, from: sender, to: place, weather, answer)
        }
        if dice.happens(weather.duplicate) {
            stage.scheduler.after(weather.delay(dice) + weather.delay(dice)) {
                self.stage.trace.note("network", "#\(number) comes again")
                self.deliver(parcel, number, from: sender, to: place, weather) { _ in }
            }
        }
    }

    /// What the sender notices of a loss: a broken connection soon, or nothing at all.
    private func fail(_ weather: Weather, _ answer: @escaping @Sendable (Answered?) -> Void) {
        guard !dice.happens(weather.silence) else { return }
        stage.scheduler.after(weather.delay(dice)) { answer(nil) }
    }

    private func deliver(
        _ parcel: Parcel, _ number: Int, from sender: String, to place: Place, _ weather: Weather,
        _ answer: @escaping @Sendable (Answered?) -> Void
    ) {
        let up = place.nodes.filter(\.isUp)
        guard !up.isEmpty else { return answer(nil) }
        let node = up[dice.below(up.count)]
        guard !isCut(sender, node.name) else { return fail(weather, answer) }
        witness.delivered(parcel, from: sender)
        if let silent = stage.plan.silentDepartment, parcel.path.hasPrefix("/registers/" + silent) { return }
        _ = Task(executorPreference: stage.scheduler) {
            let sentAt = self.stage.scheduler.now
            var answered = await node.ask(place.doorway, parcel.request)
            self.stage.trace.note(
                node.name, "#\(number) answers \(answered.map { "\($0.status)" } ?? "nothing")")
            if let found = answered {
                self.witness.answered(parcel, found, from: sender, by: node, sentAt: sentAt)
                answered = self.twisted(found, parcel, number, weather)
            }
            guard !self.isCut(node.name, sender), !self.dice.happens(weather.loseAnswer) else {
                self.stage.trace.note("network", "answer to #\(number) is lost")
                return self.fail(weather, answer)
            }
            let arrived = answered
            self.stage.scheduler.after(weather.delay(self.dice)) { answer(arrived) }
        }
    }

    func received(_ parcel: Parcel, _ answer: Answered, in life: Life) {
        witness.received(parcel, answer, in: life)
    }

    /// Breaks an answer off, or lets a department's line give an answer of before.
    private func twisted(_ answer: Answered, _ parcel: Parcel, _ number: Int, _ weather: Weather) -> Answered
    {
        var answer = answer
        if parcel.path.hasPrefix("/registers/") {
            let earlier = state.withLock { state -> [Answered] in
                defer { state.kept = state.kept.suffix(7) + [answer] }
                return state.kept
            }
            if !earlier.isEmpty, dice.happens(weather.replay) {
                stage.trace.note("network", "#\(number) gets an answer of before")
                answer = dice.pick(earlier)
            }
        }
        if weather.strayTicket > 0, parcel.path.hasSuffix("/print-tickets"),
            let (ticket, body) = StrayTicket.make(of: answer.body, key: ticketKey)
        {
            let isStray = dice.happens(weather.strayTicket)
            witness.sent(ticket: ticket, isStray: isStray)
            if isStray {
                stage.trace.note("network", "the ticket of #\(number) names somebody else")
                answer.body = body
            }
        }
        if parcel.path.hasPrefix("/papers/"), !answer.body.isEmpty, dice.happens(weather.flip) {
            stage.trace.note("network", "a bit of the paper of #\(number) turns over")
            answer.body[dice.below(answer.body.count)] ^= 1
        }
        if !answer.body.isEmpty, dice.happens(weather.breakAnswer) {
            stage.trace.note("network", "answer to #\(number) breaks off")
            answer.body = Array(answer.body.prefix(answer.body.count / 2))
            answer.isBroken = true
        }
        return answer
    }
}

/// A node's way into the network while it lives.
struct NodeTransport: HTTPTransport {
    let network: Network
    let stage: Stage
    let name: String
    let life: Life

    func answer(to request: HTTPClientRequest, within limit: Duration) async throws -> HTTPClientResponse {
        try life.check()
        let waiting = Waiting<Answered?>()
        let parcel = try await Parcel(request)
        network.send(parcel, from: name) { waiting.finish(.success($0)) }
        let deadline = stage.scheduler.after(limit) {
            waiting.finish(.failure(HTTPClientError.deadlineExceeded))
        }
        defer { stage.scheduler.putOff(deadline) }
        let answer = try await waiting.value()
        try life.check()
        guard let answer else { throw HTTPClientError.remoteConnectionClosed }
        network.received(parcel, answer, in: life)
        return answer.response
    }
}
