public import Base
import Foundation

/// Argon2id (RFC 9106) on threads of its own, so that a check blocks no other work and memory stays bounded.
public struct PasswordHasher: Sendable {
    /// The cost of one hash.
    public struct Cost: Sendable, Hashable {
        /// Range: 1…16 passes.
        public let passes: UInt32
        /// Memory to fill.
        ///
        /// Unit: KiB. Range: 8,192…1,048,576 (1 GiB).
        public let memoryKiB: UInt32
        /// Range: 1…4 lanes.
        public let lanes: UInt32

        /// One pass over 46 MiB: what ASVS 5.0 asks for (appendix C), and what ten sign-ins a second can bear on two cores.
        public static let standard = Cost(uncheckedPasses: 1, memoryKiB: 47_104, lanes: 1)

        /// - Throws: ``VaultError/malformed(_:)`` outside the ranges.
        public init(passes: UInt32, memoryKiB: UInt32, lanes: UInt32) throws(VaultError) {
            guard (1...16).contains(passes), (8_192...1_048_576).contains(memoryKiB), (1...4).contains(lanes)
            else { throw .malformed("the cost of a password hash is out of range") }
            self.init(uncheckedPasses: passes, memoryKiB: memoryKiB, lanes: lanes)
        }

        private init(uncheckedPasses passes: UInt32, memoryKiB: UInt32, lanes: UInt32) {
            (self.passes, self.memoryKiB, self.lanes) = (passes, memoryKiB, lanes)
        }
    }

    /// Unit: bytes of UTF-8 after normalisation; a longer text is refused unhashed.
    public static let passwordBytesMax = 1_024

    private let cost: Cost
    private let world: World
    private let queue: OperationQueue
    private let waitingMax: Int

    /// Makes a hasher with threads of its own: share one in the process.
    ///
    /// `concurrency` hashes run at once, by default on half of the cores, so that the others answer, each taking
    /// `cost.memoryKiB`; when `waitingMax` are under way or waiting, calls throw ``VaultError/busy``.
    public init(cost: Cost = .standard, world: World, concurrency: Int? = nil, waitingMax: Int = 64) {
        self.cost = cost
        self.world = world
        self.waitingMax = waitingMax
        queue = OperationQueue()
        queue.name = "egret.passwords"
        queue.maxConcurrentOperationCount =
            concurrency ?? max(1, ProcessInfo.processInfo.activeProcessorCount / 2)
    }

    /// A PHC string (`$argon2id$v=19$m=47104,t=1,p=1$salt$hash`) with a fresh 16-byte salt.
    ///
    /// The text is brought into Unicode's NFKC first, so that two input methods give one password.
    public func hash(_ password: String) async throws(VaultError) -> String {
        guard let bytes = Self.normalised(password) else { throw .malformed("the password is too long") }
        let (cost, salt) = (cost, world.random(16))
        return try await run { () throws(VaultError) in try Argon2.hash(bytes, salt: salt, cost: cost) }
    }

    /// A PHC string of this cost that no password made, without the work of a hash: chance, where a hash would stand.
    ///
    /// Whoever has no account is checked against it, so that the check takes as long.
    public func nobodys() -> String {
        Argon2.text(salt: world.random(16), hash: world.random(Argon2.hashLength), cost: cost)
    }

    /// Whether the password made the PHC string; compares in constant time.
    ///
    /// - Throws: ``VaultError/malformed(_:)`` when the string is not one of ours or too costly to check.
    public func verify(_ password: String, against phc: String) async throws(VaultError) -> Bool {
        _ = try Argon2.cost(of: phc)
        guard let bytes = Self.normalised(password) else { return false }
        return try await run { () throws(VaultError) in try Argon2.verify(bytes, phc) }
    }

    /// Whether the string was made with another cost than this hasher's, so that it is worth hashing again.
    public func needsRehash(_ phc: String) -> Bool {
        do throws(VaultError) {
            return try Argon2.cost(of: phc) != cost
        } catch {
            return true
        }
    }

    /// Nil when the password is too long to be one.
    private static func normalised(_ password: String) -> [UInt8]? {
        let bytes = Array(password.precomposedStringWithCompatibilityMapping.utf8)
        return bytes.count <= passwordBytesMax ? bytes : nil
    }

    private func run<T: Sendable>(
        _ work: @escaping @Sendable () throws(VaultError) -> T
    ) async throws(VaultError) -> T {
        guard queue.operationCount < waitingMax else { throw .busy }
        let result: Result<T, VaultError> = await withCheckedContinuation { continuation in
            queue.addOperation {
                do throws(VaultError) {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }
}
