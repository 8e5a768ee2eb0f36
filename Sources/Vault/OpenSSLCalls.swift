import COpenSSL

/// Conventions of OpenSSL turned into Swift's: 1 means success, a null pointer failure.
enum OpenSSLCalls {
    /// - Throws: ``VaultError/openssl(_:)`` with the library's own reason unless the result is 1.
    static func check(_ result: Int32, _ doing: StaticString) throws(VaultError) {
        guard result == 1 else { throw failure(doing) }
    }

    static func made<T>(_ pointer: T?, _ doing: StaticString) throws(VaultError) -> T {
        guard let pointer else { throw failure(doing) }
        return pointer
    }

    /// The newest reason in the thread's error queue, which is emptied.
    static func failure(_ doing: StaticString) -> VaultError {
        var text = [CChar](repeating: 0, count: 256)
        let code = ERR_peek_last_error()
        ERR_clear_error()
        guard code != 0 else { return .openssl(doing.description) }
        ERR_error_string_n(code, &text, text.count)
        return .openssl(
            "\(doing): \(String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))"
        )
    }

    /// What `write` puts into a memory BIO.
    static func written(
        _ doing: StaticString, _ write: (OpaquePointer) -> Int32
    ) throws(VaultError) -> [UInt8] {
        let bio = try made(BIO_new(BIO_s_mem()), "memory")
        defer { BIO_free(bio) }
        try check(write(bio), doing)
        var bytes = [UInt8](repeating: 0, count: BIO_ctrl_pending(bio))
        let count = BIO_read(bio, &bytes, Int32(bytes.count))
        guard count == bytes.count else { throw failure(doing) }
        return bytes
    }

    /// What `read` finds in a memory BIO that holds `bytes`; null from `read` means nothing usable.
    static func reading<T>(
        _ bytes: [UInt8], _ read: (OpaquePointer) -> T?
    ) throws(VaultError) -> T? {
        let bio = try made(BIO_new(BIO_s_mem()), "memory")
        defer {
            BIO_free(bio)
            ERR_clear_error()
        }
        guard bytes.isEmpty || BIO_write(bio, bytes, Int32(bytes.count)) == Int32(bytes.count) else {
            throw failure("memory")
        }
        return read(bio)
    }
}
