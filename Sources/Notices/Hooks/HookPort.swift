public import Base

/// Where hooks leave the house.
///
/// Contract: one `POST` with JSON, no redirect is followed, and no more of the answer is looked at than its status; a receiver
/// that is slow, down or lying costs nobody else anything.
public protocol HookPort: Sendable {
    /// - Returns: The status of the answer.
    /// - Throws: `PortError` when there was none in time.
    func post(
        _ body: [UInt8], headers: [(String, String)], to receiver: HookReceiver.ID
    ) async throws(PortError) -> Int
}
