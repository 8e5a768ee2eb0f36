public import Base

extension SQLRow {
    public func instant(_ column: String) throws(SQLError) -> Instant {
        Instant(milliseconds: try int(column))
    }

    public func instantIfPresent(_ column: String) throws(SQLError) -> Instant? {
        try intIfPresent(column).map(Instant.init(milliseconds:))
    }
}
