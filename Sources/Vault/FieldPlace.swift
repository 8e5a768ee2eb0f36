/// Where a sealed field stands; it opens nowhere else.
public struct FieldPlace: Sendable {
    let table: String
    let column: String
    let row: String

    public init(_ table: StaticString, _ column: StaticString, row: String) {
        self.table = table.description
        self.column = column.description
        self.row = row
    }

    /// What the seal is bound to besides the bytes: the place, the class of key and whose it is.
    func associated(keyClass: KeyClass, subject: String) -> [UInt8] {
        LengthFramed.join([table, column, row, keyClass.rawValue, subject])
    }

    enum KeyClass: String {
        case subject
        case house
        case wrap
    }
}
