import Storage

/// One transaction on a connection; lives as long as its closure.
final class PostgresConnection: SQLConnection {
    let dialect = SQLDialect.postgres
    private let link: PostgresLink
    /// The error that ended the transaction.
    private(set) var ended: SQLError?
    private(set) var topics: Set<String> = []

    init(link: PostgresLink) {
        self.link = link
    }

    func rows(_ sql: SQLStatement) throws(SQLError) -> [SQLRow] {
        try perform(sql) { answer throws(SQLError) in try answer.rows() }
    }

    func run(_ sql: SQLStatement) throws(SQLError) -> Int {
        try perform(sql) { answer throws(SQLError) in answer.changes }
    }

    func announce(_ topic: String) {
        topics.insert(topic)
    }

    private func perform<T>(
        _ sql: SQLStatement, _ body: (PostgresAnswer) throws(SQLError) -> T
    ) throws(SQLError) -> T {
        if let ended {
            throw .failed(code: "25P02", message: "the transaction has ended with an error: \(ended)")
        }
        do {
            try sql.requirePortableValues()
            return try body(try link.run(sql))
        } catch {
            ended = error
            throw error
        }
    }
}
