import Foundation

/// The files of one service that can be published: `service.yml`, `document.yml` where it has a layout of its own, and
/// what its folder holds besides.
public struct ServiceFiles: Hashable, Sendable {
    /// **Unit:** bytes of one file.
    public static let bytesMax = YAMLFile.bytesMax

    public let source: String
    /// Nil for a service with the standard paper.
    public let layout: String?
    /// By ``ServicePart``'s names, as they were written; what bears another name is never saved nor read.
    public let parts: [String: String]

    /// An empty layout is none, and so is an empty part.
    public init(source: String, layout: String?, parts: [String: String] = [:]) {
        self.source = source
        self.layout = layout.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        self.parts = parts.filter { !$0.value.allSatisfy(\.isWhitespace) }
    }

    /// By path, as they lie over the catalogue's folder.
    public func byPath(_ service: ServiceID) -> [String: String] {
        var files = ["\(service.rawValue)/service.yml": source]
        if let layout { files["\(service.rawValue)/document.yml"] = layout }
        for (name, text) in parts where ServicePart.isName(name) {
            files["\(service.rawValue)/\(name)"] = text
        }
        return files
    }

    /// The text of a file by its name below the service's folder.
    public func text(_ name: String) -> String? {
        switch name {
        case "service.yml": source
        case "document.yml": layout
        default: parts[name]
        }
    }

    /// Every name there is a text of, the service itself first.
    public var names: [String] {
        ["service.yml"] + (layout == nil ? [] : ["document.yml"]) + parts.keys.sorted()
    }

    /// Whether all of it stands in what is published; a part that is left out leaves the published one in place.
    func changesNothing(of published: ServiceFiles) -> Bool {
        layout == published.layout && names.allSatisfy { text($0) == published.text($0) }
    }

    /// Names that no file of a service's folder has.
    public var strangers: [String] { parts.keys.filter { !ServicePart.isName($0) }.sorted() }

    public var isTooLarge: Bool {
        let sizes = parts.map { ($0.key, $0.value.utf8.count) }
        return source.utf8.count > Self.bytesMax || (layout?.utf8.count ?? 0) > Self.bytesMax
            || sizes.count > ServicePart.countMax
            || sizes.reduce(0) { $0 + $1.1 } > ServicePart.bytesMax
            || sizes.contains {
                $0.1 > (ServicePart.isPicture($0.0) ? ServicePart.pictureBytesMax : Self.bytesMax)
            }
    }

    /// The parts as a row keeps them; nil where there are none.
    var keptParts: String? { Self.kept(parts) }

    static func kept(_ parts: [String: String]) -> String? {
        guard !parts.isEmpty else { return nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(parts)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// - Throws: `DecodingError` for a row that nobody here has written.
    static func parts(kept text: String?) throws -> [String: String] {
        guard let text else { return [:] }
        return try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
    }
}
