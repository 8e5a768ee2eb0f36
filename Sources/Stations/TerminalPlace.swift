public import Base
public import Storage

/// Where a terminal stands, for other rooms' transactions.
public enum TerminalPlace {
    /// The division of the terminal's station; nil for an unknown terminal.
    public static func division(of terminal: String, in db: any SQLConnection) throws(SQLError)
        -> DivisionCode?
    {
        guard let terminal = try TerminalStore.find(terminal, in: db) else { return nil }
        return try StationStore.find(terminal.station, in: db)?.division
    }
}
