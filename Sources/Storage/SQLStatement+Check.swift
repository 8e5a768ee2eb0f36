extension SQLStatement {
    /// Refuses the values that the two engines would keep differently.
    ///
    /// PostgreSQL has no text with NUL in it; SQLite turns a NaN into NULL.
    package func requirePortableValues() throws(SQLError) {
        for (index, value) in values.enumerated() {
            switch value {
            case .text(let text) where Self.holdsNUL(text):
                throw .failed(code: "22021", message: "value \(index + 1) is text with a NUL character")
            case .real(let number) where number.isNaN:
                throw .failed(code: "22003", message: "value \(index + 1) is not a number")
            default: continue
            }
        }
    }

    /// Over the bytes where they lie: every value of every statement is looked through.
    private static func holdsNUL(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { $0.contains(0) } ?? text.utf8.contains(0)
    }
}
