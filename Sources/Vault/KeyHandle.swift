import COpenSSL
import Synchronization

/// Owner of one `EVP_PKEY`, which is used under a lock by one thread at a time.
final class KeyHandle: Sendable {
    /// The address as a number, since a raw pointer cannot move between threads by itself.
    private let address: Mutex<UInt>

    /// Takes over the reference.
    init(_ pointer: OpaquePointer) {
        address = Mutex(UInt(bitPattern: pointer))
    }

    deinit {
        address.withLock { EVP_PKEY_free(OpaquePointer(bitPattern: $0)) }
    }

    func use<T: Sendable>(
        _ body: (OpaquePointer) throws(VaultError) -> T
    ) throws(VaultError) -> T {
        try address.withLock { (address) throws(VaultError) -> T in
            guard let key = OpaquePointer(bitPattern: address) else { throw .openssl("a key went missing") }
            return try body(key)
        }
    }
}
