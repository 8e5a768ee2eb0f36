import Configuration

extension ConfigReader {
    /// A whole number of a range; `int(forKey:default:)` would take the default for a value that is no number.
    ///
    /// - Throws: ``ConfigProblem`` with `expected` when the value is no such number.
    func number(
        _ key: String, default number: Int, in range: ClosedRange<Int>, expected: String
    ) throws(ConfigProblem) -> Int {
        let name = ConfigKey(key)
        guard let number = int(forKey: name) ?? (string(forKey: name) == nil ? number : nil),
            range.contains(number)
        else {
            throw ConfigProblem(key: key, expected: expected)
        }
        return number
    }
}
