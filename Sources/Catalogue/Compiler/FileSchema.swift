import Foundation

/// The JSON Schema (2020-12) of one kind of the files that departments write, for their editors.
public enum FileSchema: String, CaseIterable, Sendable {
    case bundle, reasons, service, slots

    /// Of its file in `Schemas/`, and below the address where it is published.
    public var name: String { "\(rawValue).schema.json" }

    /// The file's text; in place of nowhere it says that it is published below `address`, which ends without a slash.
    public func text(publishedAt address: String) throws -> String {
        let file = Bundle.module.bundleURL.appending(path: "Schemas/\(name)")
        return try String(contentsOf: file, encoding: .utf8).replacing("https://egret.invalid", with: address)
    }
}
