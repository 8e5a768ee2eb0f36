public import Foundation

/// Where a catalogue's files are read from: a folder, and what has been published over it.
public struct CatalogueFiles: Sendable {
    public let folder: URL
    /// By path below the folder, such as `fund/deposit-proof/service.yml`; an empty text stands for a file of the folder that
    /// is taken out.
    let published: [String: String]

    public init(folder: URL, published: [String: String] = [:]) {
        self.folder = folder
        self.published = published
    }

    func exists(_ path: String) -> Bool {
        if let text = published[path] { return !text.isEmpty }
        return FileManager.default.fileExists(atPath: folder.appending(path: path).path)
    }

    /// - Returns: Nil when it is not there, or no text of a size that is read.
    func text(_ path: String) -> String? {
        if let text = published[path] { return text.isEmpty ? nil : text }
        guard let data = try? Data(contentsOf: folder.appending(path: path)), data.count <= YAMLFile.bytesMax
        else { return nil }
        return String(validating: data, as: UTF8.self)
    }

    /// Whether the folder's own file counts no more.
    func isTakenOut(_ path: String) -> Bool { published[path]?.isEmpty == true }

    /// The names of the folders in one, sorted.
    func folders(in path: String) -> [String] {
        let place = path.isEmpty ? folder : folder.appending(path: path)
        let entries = try? FileManager.default.contentsOfDirectory(
            at: place, includingPropertiesForKeys: [.isDirectoryKey], options: [.skipsHiddenFiles])
        let there = (entries ?? []).filter {
            (try? $0.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true
        }
        let prefix = path.isEmpty ? "" : path + "/"
        let over = published.keys.filter { $0.hasPrefix(prefix) }.compactMap { name -> String? in
            let rest = name.dropFirst(prefix.count).split(separator: "/")
            return rest.count > 1 ? rest.first.map(String.init) : nil
        }
        return Set(there.map(\.lastPathComponent) + over).sorted()
    }

    /// What the folder has of a service besides `service.yml`, by name.
    func parts(of service: ServiceID) -> [String: String] {
        let names =
            [ServicePublication.layoutFile] + ServicePart.fixed
            + pictures(of: service).map { "guide/\($0)" }
        return Dictionary(
            uniqueKeysWithValues: names.compactMap { name in
                text("\(service.rawValue)/\(name)").map { (name, $0) }
            })
    }

    /// The names of the pictures in a service's own folder, sorted.
    func pictures(of service: ServiceID) -> [String] {
        let place = folder.appending(path: "\(service.rawValue)/guide")
        return ((try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? [])
            .filter { ServicePart.isPicture("guide/\($0)") }.sorted()
    }
}
