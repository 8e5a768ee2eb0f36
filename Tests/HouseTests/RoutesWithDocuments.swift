import Foundation

/// The routes of the centre that are told a JSON document, read from the sources: who handles an address, and whether a
/// document is decoded there or in what the request is handed on to.
struct RoutesWithDocuments {
    /// `METHOD /path`.
    private(set) var found: Set<String> = []
    /// Functions that decode a document and that no route seems to reach.
    private(set) var unreached: Set<String> = []

    init() throws {
        let files = try Repository.swift("Sources").filter {
            $0.path.contains("Routes") && !$0.path.hasPrefix("Sources/Terminal/")
        }
        // A type is spread over files such as `A.swift` and `A+Part.swift`.
        for (_, files) in Dictionary(grouping: files, by: { $0.path.prefix { $0 != "+" && $0 != "." } }) {
            read(files.map(\.text).joined(separator: "\n"))
        }
    }

    private mutating func read(_ text: String) {
        let functions = Dictionary(
            text.components(separatedBy: "func ").dropFirst().map { piece in
                (String(piece.prefix { $0.isLetter || $0.isNumber }), piece)
            },
            uniquingKeysWith: { $0 + $1 })
        var reached: Set<String> = []
        for route in text.matches(of: /\.(get|post|put|patch|delete)\("([^"]+)", use: (\w+)\)/) {
            let handlers = Self.handlers(from: String(route.3), functions)
            reached.formUnion(handlers)
            if handlers.contains(where: { Self.decodes(functions[$0]) }) {
                found.insert(route.1.uppercased() + " /" + route.2)
            }
        }
        unreached.formUnion(functions.keys.filter { Self.decodes(functions[$0]) && !reached.contains($0) })
    }

    /// The function and all to which it hands its request on.
    private static func handlers(from name: String, _ functions: [String: String]) -> Set<String> {
        var handlers: Set<String> = []
        var open = [name]
        while let next = open.popLast() {
            guard let body = functions[next], handlers.insert(next).inserted else { continue }
            open += body.matches(of: /(\w+)\((?:of: )?request\b/).map { String($0.1) }
        }
        return handlers
    }

    private static func decodes(_ body: String?) -> Bool { body?.contains("JSONDecoder()") ?? false }
}
