public import Foundation

/// The typefaces of papers: Egret's own where they were made, and Noto, which has every character, behind them.
///
/// `scripts/fonts` makes them. Without them a paper looks the same and weighs several times as much.
public struct Typefaces: Hashable, Sendable {
    /// Noto alone.
    public static let noto = Typefaces(files: [])

    private static let names = [
        "EgretSans-Bold.otf", "EgretSans-Regular.otf", "EgretSerif-Bold.otf", "EgretSerif-Regular.otf",
    ]

    let files: [URL]

    /// Whether Egret's own are among them.
    public var areMade: Bool { !files.isEmpty }

    /// The faces in a folder; nil unless all four are there.
    public init?(folder: URL) {
        files = Self.names.map { folder.appending(path: $0) }
        guard files.allSatisfy({ FileManager.default.isReadableFile(atPath: $0.path) }) else { return nil }
    }

    /// The faces in a folder `fonts` beside a program or beside one of its folders; nil when there are none.
    public static func beside(_ program: URL) -> Typefaces? {
        var folder = program
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            if let found = Typefaces(folder: folder.appending(path: "fonts")) { return found }
        }
        return nil
    }

    private init(files: [URL]) { self.files = files }
}
