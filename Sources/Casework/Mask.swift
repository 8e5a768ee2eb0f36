import Base

/// How a register's field is shown on a screen in a shop.
enum Mask {
    /// Names keep their first character, numbers both ends, addresses and accounts little; the rest is no secret.
    static func field(_ field: String, _ value: String) -> String {
        switch field {
        case "name": PersonName(value)?.masked ?? "*"
        case "number": (try? CitizenNumber(value))?.masked ?? "*"
        case "address", "account", "employer", "birthDate", "balance", "monthlyDeposit":
            String(value.prefix(3)) + String(repeating: "*", count: 6)
        default: value
        }
    }
}
