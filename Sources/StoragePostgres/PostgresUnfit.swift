/// Why a PostgreSQL server is refused at start.
public enum PostgresUnfit: Error, Hashable, Sendable, CustomStringConvertible {
    case encoding(String)
    case collation(String)
    case notDurable(setting: String)

    public var description: String {
        switch self {
        case .encoding(let found):
            "the database is encoded in \(found): create it with ENCODING 'UTF8'"
        case .collation(let found):
            "the database sorts by \(found): create it with LC_COLLATE 'C' from template0, so that both engines sort alike"
        case .notDurable(let setting):
            "\(setting) would lose confirmed work in a power cut: set it to on in postgresql.conf"
        }
    }
}
