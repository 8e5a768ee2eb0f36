import Base
import Vault

/// Looks at what a person sent, before anything of it is kept.
public struct FileIntake: Sendable {
    /// How much is taken.
    public struct Limits: Hashable, Sendable {
        /// **Unit:** bytes of one file as it was sent.
        public var fileBytes = 10 << 20
        /// **Unit:** files of one case.
        public var filesOfCase = 20
        /// **Unit:** bytes that are kept of one person, over all her cases.
        public var bytesOfPerson = 200 << 20

        public init() {}

        /// The largest body of a form: the files of one sending, and what stands between them.
        ///
        /// **Unit:** bytes.
        public var bodyBytes: Int { fileBytes + 64 << 10 }
        /// What is read to its end, only to answer that it is too much.
        ///
        /// **Unit:** bytes.
        public var drainedBytes: Int { 8 * fileBytes }
        /// How long a body may take from a phone in a cellar.
        public var bodyTime = Duration.seconds(120)
    }

    /// A file that may be kept.
    public struct Received: Sendable {
        public let type: FileType
        public let bytes: [UInt8]
        /// ``Upload/State/clean``, or in quarantine when no scanner could be asked.
        public let state: Upload.State
        /// Of the bytes that are kept.
        public let hash: [UInt8]
    }

    public let limits: Limits
    /// Nil where none is configured.
    private let scanner: (any VirusScanner)?
    private let bench = PictureBench(atOnce: 2, waitingMax: 16)

    public init(scanner: (any VirusScanner)?, limits: Limits = Limits()) {
        self.scanner = scanner
        self.limits = limits
    }

    public static func megabytes(_ bytes: Int) -> Int { bytes >> 20 }

    /// The files of one sending; once the scanner was silent it is not waited for again.
    ///
    /// - Throws: ``UploadRefused`` for the first that is not taken.
    public func callAsFunction(
        _ files: [[UInt8]], isPicture: Bool
    ) async throws(UploadRefused) -> [Received] {
        var received: [Received] = []
        var asks = true
        for file in files {
            let (type, kept) = try await look(file, isPicture: isPicture)
            let state = asks ? try await state(of: kept) : .waiting
            asks = state == .clean
            received.append(Received(type: type, bytes: kept, state: state, hash: Digest.sha256(kept)))
        }
        return received
    }

    /// Takes a file apart as far as its kind needs: what would be kept of it.
    private func look(
        _ bytes: [UInt8], isPicture: Bool
    ) async throws(UploadRefused) -> (FileType, [UInt8]) {
        guard !bytes.isEmpty else { throw .missing }
        guard bytes.count <= limits.fileBytes else { throw .tooLarge(max: Self.megabytes(limits.fileBytes)) }
        guard let look = FileLook(bytes) else { throw isPicture ? .noPicture : .otherType }
        switch look {
        case .pdf:
            guard !isPicture else { throw .noPicture }
            try PDFLook.check(bytes)
            return (.pdf, bytes)
        case .jpeg, .png:
            return (
                .jpeg,
                try await bench.run { () throws(UploadRefused) in try Picture.kept(bytes, look) }
            )
        }
    }

    private func state(of bytes: [UInt8]) async throws(UploadRefused) -> Upload.State {
        switch await verdict(on: bytes) {
        case .said(.clean): .clean
        case .said(.infected): throw .infected
        case .silent, .mute: .waiting
        }
    }

    /// What came of asking about one file.
    enum Answer: Hashable, Sendable {
        case said(ScanVerdict)
        /// There is none, it cannot be reached, or it is left alone for a while: of the next it would say as little.
        case silent
        /// It had the file and said nothing about it.
        case mute
    }

    func verdict(on bytes: [UInt8]) async -> Answer {
        guard let scanner else { return .silent }
        do throws(PortError) {
            return .said(try await scanner.scan(bytes))
        } catch {
            return switch error {
            case .unreachable, .resting: .silent
            case .failed(_, "busy"): .silent
            case .timedOut, .untrustworthy, .failed: .mute
            }
        }
    }

    /// Whether anybody could be asked at all.
    var hasScanner: Bool { scanner != nil }
}

/// The little that is looked at in a PDF: whether it is whole, and open.
enum PDFLook {
    /// The end of a PDF stands within its last bytes, as readers expect it.
    private static let tailBytes = 1_024

    static func check(_ bytes: [UInt8]) throws(UploadRefused) {
        guard contains(bytes.suffix(tailBytes), "%%EOF") else { throw .damaged }
        guard !contains(bytes[...], "/Encrypt") else { throw .locked }
    }

    private static func contains(_ bytes: ArraySlice<UInt8>, _ text: String) -> Bool {
        bytes.firstRange(of: Array(text.utf8)) != nil
    }
}
