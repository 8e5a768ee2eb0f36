import COpenSSL
import Synchronization

/// Key bytes that are wiped when the last user lets go of them.
///
/// The wipe reaches this buffer alone: what the library copied is its own affair.
final class Secret: Sendable {
    private let bytes: Mutex<[UInt8]>

    init(_ bytes: consuming [UInt8]) {
        self.bytes = Mutex(bytes)
    }

    deinit {
        bytes.withLock { bytes in
            bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
        }
    }

    func use<T: Sendable>(
        _ body: ([UInt8]) throws(VaultError) -> T
    ) throws(VaultError) -> T {
        try bytes.withLock { (bytes) throws(VaultError) -> T in
            try body(bytes)
        }
    }

    /// HMAC of the suite under this key.
    func mac(_ message: [UInt8], _ suite: Suite) -> [UInt8] {
        bytes.withLock { Digest.hmac(key: $0, message, suite: suite) }
    }

    /// A key for one use, which tells nothing about this one.
    func derived(_ use: String, _ suite: Suite) -> Secret {
        Secret(mac(Array(use.utf8), suite))
    }
}
