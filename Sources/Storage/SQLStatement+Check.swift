extension SQLStatement {
    /// Refuses the values that the two engines would keep differently.
    ///
    /// PostgreSQL has no text with NUL in it; SQLite turns a NaN into NULL.
    package func requirePortableValues() throws(SQLError) {
        for (index, value) in values.enumerated() {
            switch value {
            case .text(let text) where text.utf8.contains(0):
                throw .failed(code: "22021", message: "value \(index + 1) is text with a NUL character")
            case .real(let number) where number.isNaN:
                throw .failed(code: "22003", message: "value \(index + 1) is not a number")
            default: continue
            }
        }
    }
}
