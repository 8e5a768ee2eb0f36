public import Audit
public import Base
public import Logging
public import ServiceLifecycle
public import Storage
public import Vault

/// Asks the scanner about everything in quarantine, again and again, until it has answered for each.
public struct RescanUploads: Service {
    static let every = Duration.seconds(30)
    /// **Unit:** files of one question to the store.
    static let batch = 20

    /// Told in the transaction in which a file turns out to be infected.
    public typealias Found = @Sendable (_ upload: Upload, _ db: any SQLConnection) throws -> Void

    private let intake: FileIntake
    private let engine: any SQLEngine
    private let vault: Vault
    private let audit: AuditLog
    private let world: World
    private let logger: Logger
    private let found: Found

    public init(
        intake: FileIntake, engine: any SQLEngine, vault: Vault, audit: AuditLog, world: World,
        logger: Logger, found: @escaping Found
    ) {
        self.intake = intake
        self.engine = engine
        self.vault = vault
        self.audit = audit
        self.world = world
        self.logger = logger
        self.found = found
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            while !Task.isCancelled {
                do {
                    try await once()
                } catch {
                    logger.warning(
                        "files in quarantine could not be looked at", metadata: ["error": "\(error)"])
                }
                guard (try? await world.sleep(Self.every)) != nil else { return }
            }
        }
    }

    /// Asks about each that lay there when the round began, once.
    ///
    /// - Returns: How many the scanner answered for.
    @discardableResult
    public func once() async throws -> Int {
        guard intake.hasScanner else { return 0 }
        let begun = world.now()
        var judged = 0
        while true {
            let batch = try await engine.read { db in
                try UploadStore.waiting(lookedBy: begun, limit: Self.batch, in: db)
            }
            guard !batch.isEmpty else { return judged }
            for upload in batch {
                switch await answer(about: upload) {
                case .said(let verdict):
                    do {
                        try await judge(upload, verdict)
                        judged += 1
                    } catch {
                        logger.warning(
                            "a verdict could not be written down", metadata: ["error": "\(error)"])
                        try await passBy(upload, begun)
                    }
                case .silent:
                    // One at which a scanner breaks down would be the first of each round.
                    try await passBy(upload, begun)
                    return judged
                case .mute: try await passBy(upload, begun)
                }
            }
        }
    }

    /// Of one that cannot be opened, because it is gone or its person's key is, nothing is ever said.
    private func answer(about upload: Upload) async -> FileIntake.Answer {
        let bytes = try? await engine.read { [vault] db in
            try UploadStore.content(of: upload.id, subject: vault.subject(upload.citizen, in: db), in: db)
        }
        guard let bytes else { return .mute }
        return await intake.verdict(on: bytes)
    }

    private func passBy(_ upload: Upload, _ begun: Instant) async throws {
        let now = max(world.now(), begun + .milliseconds(1))
        try await engine.write { db in try UploadStore.passBy(upload.id, at: now, in: db) }
    }

    private func judge(_ upload: Upload, _ verdict: ScanVerdict) async throws {
        try await engine.write { [vault, audit, found] db in
            guard try UploadStore.judge(upload.id, verdict, in: db), case .infected(let signature) = verdict
            else { return }
            try audit.append(
                AuditAct(
                    "file.infected", actor: .system("virus-scanner"), purpose: nil,
                    caseNumber: upload.caseNumber,
                    subject: vault.subject(upload.citizen, in: db).commitment(),
                    fields: [upload.question], decision: UploadRefused.infected.slug, requestID: nil),
                in: db)
            logger.notice("a file in quarantine is infected", metadata: ["signature": "\(signature)"])
            try found(upload, db)
        }
    }
}
