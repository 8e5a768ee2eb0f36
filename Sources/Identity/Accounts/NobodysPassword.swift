import Synchronization
import Vault

/// The hash of a password that nobody has, made once: whoever has no account is checked against it, so that the check
/// takes as long.
public final class NobodysPassword: Sendable {
    private let made = Mutex<String?>(nil)

    public init() {}

    func phc(_ hasher: PasswordHasher) async throws -> String {
        if let phc = made.withLock({ $0 }) { return phc }
        let phc = try await hasher.hash("nobody's")
        made.withLock { $0 = phc }
        return phc
    }
}
