import Base
public import Logging
public import Storage
import Audit
import Vault

/// Brings notices to one receiver, each until it has said that it took it, or for about a day.
public struct HookJob: JobHandler {
    /// Waits of 10 seconds, doubling up to 12 hours: fourteen tries take about a day.
    static let triesMax = 14
    static let backoff = Backoff(first: .seconds(10), longest: .seconds(12 * 3_600))
    /// How long a receiver may be seen late; what this process has written is seen at once.
    private static let pollInterval = Duration.seconds(5)

    /// Called in the transaction of the last try in vain.
    public typealias GaveUp = @Sendable (_ receiver: String, _ db: any SQLConnection) throws -> Void

    public let kind: String
    let receiver: HookReceiver
    let parts: NoticeParts
    let port: any HookPort
    let gaveUp: GaveUp

    init(_ receiver: HookReceiver, _ parts: NoticeParts, port: any HookPort, gaveUp: @escaping GaveUp) {
        kind = Self.kind(of: receiver)
        self.receiver = receiver
        self.parts = parts
        self.port = port
        self.gaveUp = gaveUp
    }

    static func kind(of receiver: HookReceiver) -> String { "notice.hook.\(receiver.id)" }

    /// A runner for each receiver, with nothing in common: who is slow keeps nobody waiting but itself.
    public static func runners(
        _ parts: NoticeParts, port: any HookPort, logger: Logger, gaveUp: @escaping GaveUp
    ) -> [JobRunner] {
        parts.receivers.all.map { receiver in
            JobRunner(
                engine: parts.engine,
                handlers: [HookJob(receiver, parts, port: port, gaveUp: gaveUp)],
                world: parts.world, logger: logger, concurrency: 1, pollInterval: pollInterval,
                attemptsMax: triesMax, backoff: backoff)
        }
    }

    public func run(_ job: Job) async throws {
        guard let id = Token(rawValue: job.key) else { throw JobHopeless(reason: "notice-unreadable") }
        let headers = HookMessage.headers(
            id: HookMessage.id(id), body: job.payload, keys: receiver.keys, at: parts.world.now())
        do {
            let status = try await port.post(job.payload, headers: headers, to: receiver.id)
            // Gone: the receiver wants no more, whatever it is.
            if status == 410 { throw JobHopeless(reason: "receiver-gone") }
            guard (200...299).contains(status) else {
                throw PortError.failed(system: "receiver", code: String(status))
            }
        } catch let error as PortError {
            if case .resting = error {
                throw JobPostponed(until: parts.world.now() + .seconds(10), reason: "receiver-rests")
            }
            if job.attempts >= Self.triesMax { try await giveUp() }
            throw error
        } catch let hopeless as JobHopeless {
            try await giveUp()
            throw hopeless
        }
        try await told(id)
    }

    private func giveUp() async throws {
        let (receiver, gaveUp) = (receiver.id, gaveUp)
        try await parts.engine.write { db in try gaveUp(receiver, db) }
    }

    private func told(_ id: Token) async throws {
        let (parts, receiver) = (parts, receiver.id)
        try await parts.engine.write { db in
            // Whoever is erased meanwhile leaves no leaf behind.
            guard let notice = try NoticeStore.find(id, in: db) else { return }
            try parts.note("case.passed-on", notice, decision: receiver, in: db)
        }
    }
}
