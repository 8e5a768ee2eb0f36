import CZlib
import Foundation
import Identity

/// Reads the list of passwords known from breaches.
enum KnownPasswords {
    /// Twenty thousand of the most frequent, as Debian's package `python3-django` brings them.
    static let debian = "/usr/lib/python3/dist-packages/django/contrib/auth/common-passwords.txt.gz"

    /// The lines of a file, gzipped or not.
    ///
    /// - Throws: ``ConfigProblem`` when it cannot be read to its end.
    static func lines(of path: String) throws(ConfigProblem) -> [Substring] {
        guard let file = gzopen(path, "rb") else { throw unreadable(path) }
        defer { gzclose(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 64 * 1_024)
        while true {
            let count = gzread(file, &part, UInt32(part.count))
            guard count >= 0 else { throw unreadable(path) }
            if count == 0 { break }
            bytes += part.prefix(Int(count))
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }

    private static func unreadable(_ path: String) -> ConfigProblem {
        ConfigProblem(
            key: "passwords.known", expected: "a list, plain or gzipped (\(path) ends in the middle)")
    }
}

extension PasswordRule {
    /// The rule with the list at a path; with none it knows no breached password, which `egret doctor` says.
    init(_ path: String?) throws(ConfigProblem) {
        self.init(
            known: try path.map { path throws(ConfigProblem) in
                try KnownPasswords.lines(of: path).map(String.init)
            } ?? [])
    }
}
