import AsyncHTTPClient
import Base
import HTTPTypes
import Hummingbird
import Logging
import ServiceLifecycle
import Storage
import Synchronization
import Web

/// One centre of the house, which can be torn down in the middle of everything and built again on the same database.
final class MixupNode: Sendable {
    struct Down: Error {}

    private struct Life: Sendable {
        let number: Int
        let house: House
        let responder: SurfaceResponder
        let background: Task<Void, Never>
    }

    private struct State {
        var life: Life?
        var lives = 0
    }

    private let build: @Sendable () async throws -> House
    private let source: MixupSource
    private let state = Mutex(State())

    init(logger: Logger, build: @escaping @Sendable () async throws -> House) {
        self.build = build
        source = MixupSource(logger)
    }

    /// Nil while it is down.
    var house: House? { state.withLock { $0.life?.house } }

    func start() async throws {
        let house = try await build()
        let listener = house.terminalListener()
        let responder = listener.application(house.terminalRouter(listener)).responder
        let services = try house.backgroundServices()
        let background = Task {
            await withTaskGroup(of: Void.self) { group in
                for service in services { group.addTask { try? await service.run() } }
            }
        }
        state.withLock { state in
            state.lives += 1
            state.life = Life(number: state.lives, house: house, responder: responder, background: background)
        }
    }

    /// Ends at once: who waits for an answer gets none, and the database is closed under whatever is at work.
    func stop() async {
        guard let life = state.withLock({ $0.life.take() }) else { return }
        life.background.cancel()
        await life.house.close()
        await life.background.value
    }

    /// - Throws: ``Down`` when the node is down, or went down meanwhile.
    func answer(_ message: MixupMessage) async throws -> MixupAnswer {
        guard let life = state.withLock({ $0.life }) else { throw Down() }
        let response = try await life.responder.respond(
            to: message.request(authority: "centre"), context: source.context())
        let answer = try await MixupAnswer(response)
        guard state.withLock({ $0.life?.number }) == life.number else { throw Down() }
        return answer
    }
}
