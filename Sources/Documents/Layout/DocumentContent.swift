/// What a paper says about its holder: single values and tables, by field name.
public struct DocumentContent: Hashable, Sendable, Codable {
    public var values: [String: String]
    public var tables: [String: [[String: String]]]

    public init(values: [String: String] = [:], tables: [String: [[String: String]]] = [:]) {
        self.values = values
        self.tables = tables
    }
}
