import CPostgres
import Logging
import Storage

/// One connection of libpq with its prepared statements; used by the thread that made it and no other.
final class PostgresLink {
    /// A bound on the server's memory; the house has a few hundred statements.
    private static let preparedMax = 1_000

    private let conninfo: String
    private let logger: Logger
    private var connection: OpaquePointer?
    private var prepared: [String: String] = [:]
    private var preparedCount = 0

    init(conninfo: String, logger: Logger) {
        self.conninfo = conninfo
        self.logger = logger
    }

    deinit {
        disconnect()
    }

    var isConnected: Bool { connection.map { PQstatus($0) == CONNECTION_OK } ?? false }

    func disconnect() {
        if let connection { PQfinish(connection) }
        connection = nil
        prepared = [:]
    }

    /// Drops the prepared statements, because the server no longer knows them or their tables changed.
    func forgetPrepared() {
        if isConnected { _ = try? simple("DEALLOCATE ALL") }
        prepared = [:]
    }

    /// Connects unless connected.
    func connect() throws(SQLError) {
        if isConnected { return }
        if connection != nil {
            logger.warning("lost a database connection")
            disconnect()
        }
        // later keywords win, so the operator's conninfo overrides what comes before it
        let defaults = [
            ("connect_timeout", "5"), ("tcp_user_timeout", "15000"), ("keepalives_idle", "15"),
            ("keepalives_interval", "5"), ("keepalives_count", "3"), ("fallback_application_name", "egret"),
            ("client_encoding", "UTF8"), ("dbname", conninfo),
        ]
        let opened = withCStrings(defaults.map(\.0)) { keywords in
            withCStrings(defaults.map(\.1)) { values in PQconnectdbParams(keywords, values, 1) }
        }
        guard let opened, PQstatus(opened) == CONNECTION_OK else {
            let message = opened.map { String(cString: PQerrorMessage($0)).trimmed } ?? "out of memory"
            PQfinish(opened)
            throw .disconnected(message: message)
        }
        PQsetNoticeProcessor(opened, { _, _ in }, nil)
        connection = opened
        try simple(
            """
            SET bytea_output = hex; SET extra_float_digits = 1; SET DateStyle = ISO;
            SET standard_conforming_strings = on; SET lock_timeout = '10s'; SET client_min_messages = warning;
            SET idle_in_transaction_session_timeout = '60s'
            """)
    }

    /// Runs a command of our own that has no values.
    @discardableResult
    func simple(_ command: String) throws(SQLError) -> PostgresAnswer {
        try answer(PQexec(connection, command))
    }

    func run(_ sql: SQLStatement) throws(SQLError) -> PostgresAnswer {
        let parameters = PostgresParameters(sql.values)
        let name = try prepare(sql.text(for: .postgres), parameters)
        return try answer(
            parameters.withPointers { values, lengths, formats in
                PQexecPrepared(connection, name, Int32(sql.values.count), values, lengths, formats, 0)
            })
    }

    private func prepare(_ text: String, _ parameters: PostgresParameters) throws(SQLError) -> String {
        // a NULL has no type of its own, so the same text may need several plans
        let key = parameters.kinds + text
        if let name = prepared[key] { return name }
        if prepared.count >= Self.preparedMax { forgetPrepared() }
        preparedCount += 1
        let name = "e\(preparedCount)"
        let types = parameters.types
        _ = try answer(PQprepare(connection, name, text, Int32(types.count), types))
        prepared[key] = name
        return name
    }

    private func answer(_ result: OpaquePointer?) throws(SQLError) -> PostgresAnswer {
        guard let result else {
            throw isConnected ? .failed(code: "53200", message: "out of memory") : lost()
        }
        let answer = PostgresAnswer(result)
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return answer
        default: throw isConnected ? answer.error : lost()
        }
    }

    private func lost() -> SQLError {
        .disconnected(
            message: connection.map { String(cString: PQerrorMessage($0)).trimmed } ?? "not connected")
    }
}

extension String {
    fileprivate var trimmed: String {
        split(separator: "\n").first.map(String.init) ?? self
    }
}

/// Calls with a NULL-terminated array of C strings.
private func withCStrings<R>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> R
) -> R {
    var bytes: [CChar] = []
    var starts: [Int] = []
    for string in strings {
        starts.append(bytes.count)
        bytes.append(contentsOf: string.utf8CString)
    }
    return bytes.withUnsafeBufferPointer { buffer in
        let pointers = starts.map { start in buffer.baseAddress.map { $0 + start } } + [nil]
        return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}
