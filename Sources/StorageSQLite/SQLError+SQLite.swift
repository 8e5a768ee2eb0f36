import GRDB
import Storage

extension SQLError {
    init(_ error: any Error) {
        guard let error = error as? DatabaseError else {
            self = .failed(code: "unknown", message: String(describing: error))
            return
        }
        let message = error.message ?? ""
        self =
            switch (error.extendedResultCode, error.resultCode) {
            case (.SQLITE_CONSTRAINT_UNIQUE, _), (.SQLITE_CONSTRAINT_PRIMARYKEY, _),
                (.SQLITE_CONSTRAINT_ROWID, _):
                .duplicate(constraint: message)
            case (_, .SQLITE_BUSY), (_, .SQLITE_LOCKED): .busy
            case (_, .SQLITE_FULL): .full
            default: .failed(code: String(error.extendedResultCode.rawValue), message: message)
            }
    }

    /// Whether the disk itself failed: the primary code, the low byte, is `SQLITE_IOERR`.
    var isLostDisk: Bool {
        guard case .failed(let code, _) = self, let number = Int32(code) else { return false }
        return number & 0xFF == ResultCode.SQLITE_IOERR.rawValue
    }
}
