extension Int {
    /// The number before an English noun that takes an s: "1 site", "2 sites".
    func of(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
