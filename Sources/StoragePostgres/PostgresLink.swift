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
    /// The command that opens a transaction, until the first statement takes it along.
    private var opening: String?
    /// Whether the server still owes the answer to a command that nobody waits for.
    private var isOwed = false

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
        (opening, isOwed) = (nil, false)
    }

    /// Drops the prepared statements, because the server no longer knows them or their tables changed.
    func forgetPrepared() {
        if isConnected { _ = try? simple("DEALLOCATE ALL") }
        prepared = [:]
    }

    /// Connects unless connected.
    func connect() throws(SQLError) {
        settle()
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
        settle()
        return try answer(PQexec(connection, command))
    }

    /// Opens a transaction together with its first statement, so that both are one way to the server and back.
    func open(_ command: String) { opening = command }

    /// Whether the transaction has had a statement; forgets it when it has had none, for then the server knows nothing of it.
    func hasOpened() -> Bool {
        defer { opening = nil }
        return opening == nil
    }

    /// Ends a transaction that only read, without waiting: there is nothing that could fail to be kept.
    ///
    /// What the server answers is taken before the connection's next command; a connection that is lost shows then.
    func endReading() {
        isOwed = PQsendQuery(connection, "COMMIT") == 1
        if !isOwed { disconnect() }
    }

    private func settle() {
        guard isOwed else { return }
        isOwed = false
        while let result = PQgetResult(connection) { PQclear(result) }
    }

    func run(_ sql: SQLStatement) throws(SQLError) -> PostgresAnswer {
        settle()
        let parameters = PostgresParameters(sql.values)
        let name = try prepare(sql.text(for: .postgres), parameters)
        let opening = opening
        self.opening = nil
        let count = Int32(sql.values.count)
        return try answer(
            parameters.withPointers { values, lengths, formats in
                guard let opening else {
                    return PQexecPrepared(connection, name, count, values, lengths, formats, 0)
                }
                guard PQenterPipelineMode(connection) == 1 else { return nil }
                defer { PQexitPipelineMode(connection) }
                guard PQsendQueryParams(connection, opening, 0, nil, nil, nil, nil, 0) == 1,
                    PQsendQueryPrepared(connection, name, count, values, lengths, formats, 0) == 1,
                    PQpipelineSync(connection) == 1
                else { return nil }
                return pipelined(2)
            })
    }

    /// Takes the answers to so many commands and to the mark behind them.
    ///
    /// - Returns: The first that failed, or the last.
    private func pipelined(_ count: Int) -> OpaquePointer? {
        var kept: OpaquePointer?
        for _ in 0..<count {
            while let result = PQgetResult(connection) {
                if let former = kept {
                    guard PQresultStatus(former) == PGRES_COMMAND_OK else {
                        PQclear(result)
                        continue
                    }
                    PQclear(former)
                }
                kept = result
            }
        }
        // The mark, and nothing behind it.
        while let result = PQgetResult(connection) { PQclear(result) }
        return kept
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
