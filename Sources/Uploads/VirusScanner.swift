public import Base

/// A program that knows malware when it sees it.
///
/// Contract: the whole file is looked at, or the call throws; a scanner that is down, slow or full says nothing about a
/// file. What it answers holds for the bytes and for the signatures it had, so the same bytes may be looked at again.
///
/// **Errors:** `PortError`, with `virus-scanner` as the system.
public protocol VirusScanner: Sendable {
    func scan(_ bytes: [UInt8]) async throws(PortError) -> ScanVerdict
}

/// What a scanner found in a file.
public enum ScanVerdict: Hashable, Sendable {
    case clean
    /// By the name of the signature that matched, as the scanner calls it.
    case infected(String)
}
