import CArgon2
import Foundation

/// The calls of libargon2.
enum Argon2 {
    /// Unit: bytes.
    static let hashLength = 32

    static func hash(
        _ password: [UInt8], salt: [UInt8], cost: PasswordHasher.Cost
    ) throws(VaultError) -> String {
        let size = argon2_encodedlen(
            cost.passes, cost.memoryKiB, cost.lanes, UInt32(salt.count), UInt32(hashLength), Argon2_id)
        var text = [CChar](repeating: 0, count: size)
        let result = argon2id_hash_encoded(
            cost.passes, cost.memoryKiB, cost.lanes, password, password.count, salt, salt.count, hashLength,
            &text, size)
        guard result == ARGON2_OK.rawValue else { throw failure(result) }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    static func text(salt: [UInt8], hash: [UInt8], cost: PasswordHasher.Cost) -> String {
        let numbers = "m=\(cost.memoryKiB),t=\(cost.passes),p=\(cost.lanes)"
        let words = [salt, hash].map { Data($0).base64EncodedString().prefix { $0 != "=" } }
        return "$argon2id$v=19$\(numbers)$\(words[0])$\(words[1])"
    }

    static func verify(_ password: [UInt8], _ phc: String) throws(VaultError) -> Bool {
        let result = argon2id_verify(phc, password, password.count)
        switch result {
        case ARGON2_OK.rawValue: return true
        case ARGON2_VERIFY_MISMATCH.rawValue: return false
        default: throw failure(result)
        }
    }

    /// Reads the cost out of `$argon2id$v=19$m=…,t=…,p=…$salt$hash`.
    ///
    /// - Throws: ``VaultError/malformed(_:)`` also when the cost is out of range: a forged row must not
    ///   make a check take all memory.
    static func cost(of phc: String) throws(VaultError) -> PasswordHasher.Cost {
        let parts = phc.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].isEmpty, parts[1] == "argon2id", parts[2] == "v=19",
            phc.utf8.count <= 512
        else { throw .malformed("the stored password hash is no argon2id of version 19") }
        let numbers = parts[3].split(separator: ",").map { $0.split(separator: "=") }
        guard numbers.map(\.first) == ["m", "t", "p"], numbers.allSatisfy({ $0.count == 2 }),
            let memory = UInt32(numbers[0][1]), let passes = UInt32(numbers[1][1]),
            let lanes = UInt32(numbers[2][1])
        else { throw .malformed("the stored password hash has no readable cost") }
        return try PasswordHasher.Cost(passes: passes, memoryKiB: memory, lanes: lanes)
    }

    private static func failure(_ code: Int32) -> VaultError {
        .malformed("argon2: \(String(cString: argon2_error_message(code)))")
    }
}
