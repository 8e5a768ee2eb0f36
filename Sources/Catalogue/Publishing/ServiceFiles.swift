/// The files of one service that can be published: `service.yml`, and `document.yml` where it has a layout of its own.
public struct ServiceFiles: Hashable, Sendable {
    /// **Unit:** bytes of one file.
    public static let bytesMax = YAMLFile.bytesMax

    public let source: String
    /// Nil for a service with the standard paper.
    public let layout: String?

    /// An empty layout is none.
    public init(source: String, layout: String?) {
        self.source = source
        self.layout = layout.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
    }

    /// By path, as they lie over the catalogue's folder.
    public func byPath(_ service: ServiceID) -> [String: String] {
        var files = ["\(service.rawValue)/service.yml": source]
        if let layout { files["\(service.rawValue)/document.yml"] = layout }
        return files
    }

    public var isTooLarge: Bool {
        source.utf8.count > Self.bytesMax || (layout?.utf8.count ?? 0) > Self.bytesMax
    }
}
