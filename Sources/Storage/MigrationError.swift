/// Why a database is not the one this version of the program works with; nothing in it was touched.
public enum MigrationError: Error, Hashable, Sendable, CustomStringConvertible {
    case pending([String])
    case unknown([String])
    case changed(String)

    public var description: String {
        switch self {
        case .pending(let ids):
            "the database lacks \(ids.joined(separator: ", ")): make a backup, then run `egret migrate`"
        case .unknown(let ids):
            "the database was changed by a newer version (\(ids.joined(separator: ", "))): "
                + "start that version, or restore the backup made before it"
        case .changed(let id):
            "the migration \(id) is not the one this database was changed by: "
                + "restore its released text; a mistake is repaired by a later migration"
        }
    }
}
