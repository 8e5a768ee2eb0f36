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

    /// - Returns: How many the scanner answered for.
    @discardableResult
    public func once() async throws -> Int {
        guard intake.hasScanner else { return 0 }
        var (after, judged) = ((Instant(milliseconds: .min), ""), 0)
        while true {
            let key = after
            let batch = try await engine.read { db in
                try UploadStore.waiting(after: key, limit: Self.batch, in: db)
            }
            guard let last = batch.last else { return judged }
            for upload in batch {
                let bytes: [UInt8]
                do {
                    bytes = try await engine.read { [vault] db in
                        try UploadStore.content(
                            of: upload.id, subject: vault.subject(upload.citizen, in: db), in: db)
                    }
                } catch {
                    // Gone meanwhile, or its key was destroyed.
                    continue
                }
                // Silent: the others wait as well.
                guard let verdict = await intake.verdict(on: bytes) else { return judged }
                try await judge(upload, verdict)
                judged += 1
            }
            after = (last.uploadedAt, last.id.rawValue)
        }
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
