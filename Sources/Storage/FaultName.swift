import Base

/// An error's kind, for a log or a table: never its words, which may speak of a person.
enum FaultName {
    static func of(_ error: any Error) -> String {
        switch error {
        case let error as PortError: "PortError at \(error.system)"
        case SQLError.failed(let code, _): "SQLError \(code)"
        case SQLError.busy: "SQLError busy"
        case SQLError.disconnected: "SQLError disconnected"
        default: String(reflecting: type(of: error))
        }
    }
}
