import COpenSSL

/// AES-256-CBC (NIST SP 800-38A) over whole blocks, without padding and without a proof that nothing was changed.
///
/// Only for protocols of others that ask for it; what they sign is checked before anything is opened.
public enum AESCBC {
    public static let block = 16

    /// **Range:** key of 32 bytes, vector of 16, plain text of whole blocks; anything else is nil.
    public static func seal(_ plain: [UInt8], key: [UInt8], vector: [UInt8]) -> [UInt8]? {
        run(plain, key, vector, encrypting: 1)
    }

    /// The reverse of ``seal(_:key:vector:)``, with the same ranges.
    public static func open(_ sealed: [UInt8], key: [UInt8], vector: [UInt8]) -> [UInt8]? {
        run(sealed, key, vector, encrypting: 0)
    }

    private static func run(
        _ input: [UInt8], _ key: [UInt8], _ vector: [UInt8], encrypting: Int32
    ) -> [UInt8]? {
        guard key.count == 32, vector.count == block, !input.isEmpty, input.count % block == 0,
            let length = Int32(exactly: input.count), let context = EVP_CIPHER_CTX_new()
        else { return nil }
        defer { EVP_CIPHER_CTX_free(context) }
        var output = [UInt8](repeating: 0, count: input.count)
        var count: Int32 = 0
        guard EVP_CipherInit_ex(context, EVP_aes_256_cbc(), nil, key, vector, encrypting) == 1,
            EVP_CIPHER_CTX_set_padding(context, 0) == 1,
            EVP_CipherUpdate(context, &output, &count, input, length) == 1, count == length
        else {
            ERR_clear_error()
            return nil
        }
        return output
    }
}
