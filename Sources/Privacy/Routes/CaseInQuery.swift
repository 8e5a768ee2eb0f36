import Casework

/// The case that a person came from, when an address names one.
enum CaseInQuery {
    static func number(_ text: Substring?) -> String? {
        text.flatMap { CaseNumber(rawValue: String($0)) }?.rawValue
    }
}
