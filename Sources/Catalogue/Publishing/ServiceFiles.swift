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
    /// Files that the release brought and this version is without.
    public let removed: Set<String>

    /// An empty layout is none, and so is an empty part; what is written is not taken out.
    public init(source: String, layout: String?, parts: [String: String] = [:], removed: Set<String> = []) {
        let layout = layout.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        let parts = parts.filter { !$0.value.allSatisfy(\.isWhitespace) }
        self.source = source
        self.layout = layout
        self.parts = parts
        self.removed = removed.filter {
            $0 == ServicePublication.layoutFile
                ? layout == nil : ServicePart.isName($0) && parts[$0] == nil
        }
    }

    /// From a row, in which an empty text stands for a file that is taken out.
    init(source: String, keptLayout: String?, keptParts: [String: String]) {
        let kept = keptParts.merging(keptLayout.map { [ServicePublication.layoutFile: $0] } ?? [:]) { $1 }
        self.init(
            source: source, layout: keptLayout, parts: keptParts,
            removed: Set(kept.filter(\.value.isEmpty).keys))
    }

    /// By path, as they lie over the catalogue's folder; an empty text takes its file out.
    public func byPath(_ service: ServiceID) -> [String: String] {
        var files = ["service.yml": source]
        files[ServicePublication.layoutFile] = keptLayout
        for (name, text) in allParts where ServicePart.isName(name) { files[name] = text }
        return Dictionary(uniqueKeysWithValues: files.map { ("\(service.rawValue)/\($0)", $1) })
    }

    /// The same without a file that the release brought.
    public func takingOut(_ name: String) -> ServiceFiles {
        ServiceFiles(
            source: source, layout: name == ServicePublication.layoutFile ? nil : layout,
            parts: parts.filter { $0.key != name }, removed: removed.union([name]))
    }

    /// The same with what the release brought under a name.
    public func puttingBack(_ name: String, _ text: String) -> ServiceFiles {
        let isLayout = name == ServicePublication.layoutFile
        return ServiceFiles(
            source: source, layout: isLayout ? text : layout,
            parts: isLayout ? parts : parts.merging([name: text]) { $1 }, removed: removed)
    }

    /// As they stand over those that the release brought, by name.
    func over(_ released: [String: String]) -> ServiceFiles {
        var kept = released.filter { !removed.contains($0.key) }
        let layout = layout ?? kept[ServicePublication.layoutFile]
        kept[ServicePublication.layoutFile] = nil
        return ServiceFiles(
            source: source, layout: layout, parts: kept.merging(parts) { $1 },
            removed: removed.intersection(released.keys))
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

    /// The layout as a row keeps it: empty where it is taken out.
    var keptLayout: String? { layout ?? (removed.contains(ServicePublication.layoutFile) ? "" : nil) }

    /// The parts as a row keeps them; nil where there are none.
    var keptParts: String? { Self.kept(allParts) }

    /// With an empty text for each that is taken out.
    private var allParts: [String: String] {
        removed.subtracting([ServicePublication.layoutFile]).reduce(into: parts) { $0[$1] = "" }
    }

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
