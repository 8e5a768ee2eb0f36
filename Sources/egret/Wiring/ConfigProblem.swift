/// A configuration key whose value cannot be used.
struct ConfigProblem: Error, Hashable, CustomStringConvertible {
    let key: String
    let expected: String

    var description: String {
        let variable = "EGRET_" + key.uppercased().replacing(".", with: "_")
        return "\(key): expected \(expected). Set \(variable), or the key in the file given by --env-file."
    }
}
