public import Base
import Synchronization
public import Uploads

/// A scanner that says what a test wants.
public final class FakeScanner: VirusScanner {
    public init() {}

    private let answer = Mutex<Result<ScanVerdict, PortError>>(.success(.clean))
    private let mute = Mutex<[UInt8]?>(nil)
    private let poison = Mutex<[UInt8]?>(nil)
    private let seen = Mutex<[[UInt8]]>([])

    public var looked: [[UInt8]] { seen.withLock { $0 } }

    public func says(_ verdict: ScanVerdict) {
        mute.withLock { $0 = nil }
        answer.withLock { $0 = .success(verdict) }
    }

    /// Takes one file for as long as anybody waits; the others are clean.
    public func saysNothing(about bytes: [UInt8]) {
        says(.clean)
        mute.withLock { $0 = bytes }
    }

    /// Breaks down at one file; the others are clean.
    public func breaksDown(at bytes: [UInt8]) {
        says(.clean)
        poison.withLock { $0 = bytes }
    }

    public func fails() { answer.withLock { $0 = .failure(.unreachable(system: "virus-scanner")) } }

    public func scan(_ bytes: [UInt8]) async throws(PortError) -> ScanVerdict {
        seen.withLock { $0.append(bytes) }
        if mute.withLock({ $0 }) == bytes { throw .timedOut(system: "virus-scanner") }
        if poison.withLock({ $0 }) == bytes { throw .unreachable(system: "virus-scanner") }
        return try answer.withLock { $0 }.get()
    }
}
