import Base
public import Foundation
import Vault

/// The style sheets, scripts and pictures, each under an address that changes with its bytes.
public struct Assets: Sendable {
    struct Asset: Sendable {
        let name: String
        let hash: String
        let bytes: [UInt8]
        let path: String

        init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
            hash = Digest.sha256(bytes).prefix(4).hex
            path = "/assets/\(hash)/\(name)"
        }

        var entityTag: String { "\"\(hash)\"" }
    }

    private let assets: [String: Asset]

    /// Reads every file of each folder once; two files of one name are a mistake of ours.
    public init(folders: [URL]) throws {
        var assets: [String: Asset] = [:]
        for folder in folders {
            for name in try Self.names(in: folder) {
                guard assets[name] == nil else { throw AssetsProblem.repeated(name: name) }
                let bytes = Array(try Data(contentsOf: folder.appendingPathComponent(name)))
                assets[name] = Asset(name: name, bytes: bytes)
            }
        }
        self.assets = assets
    }

    /// Where a browser finds an asset.
    public func path(_ name: String) -> String {
        guard let asset = assets[name] else { return "/assets/missing/\(name)" }
        return asset.path
    }

    public var names: [String] { assets.keys.sorted() }

    func asset(_ name: String) -> Asset? { assets[name] }

    private static func names(in folder: URL) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { name in
            var isFolder: ObjCBool = false
            let path = folder.appendingPathComponent(name).path
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
                && !name.hasPrefix(".")
        }
    }
}

/// What can be wrong with the assets, found at start.
public enum AssetsProblem: Error, Hashable, Sendable {
    case repeated(name: String)
}
