/// A version of a service as a release brought it, kept for the cases that were opened under it.
struct ReleasedVersion: Sendable {
    let version: Catalogue.Version
    /// By name below the service's folder: what can be published of one, save what an ordinary person answers, which no case
    /// reads.
    let files: [String: String]
    /// Whether they are what was kept; bytes of a disk turn over, and no case is read by what nobody has written.
    var isWhole = true

    var fingerprint: String { ServicePublication.fingerprint(of: files) }

    /// Over another release's folder.
    var overFolder: [String: String] { Self.overFolder(files, of: version.service) }

    /// By path, all that a version is read by: what it was without is taken out of the folder.
    static func overFolder(_ files: [String: String], of service: ServiceID) -> [String: String] {
        let none = ([ServicePublication.layoutFile] + ServicePart.ofCases).map { ($0, "") }
        let all = Dictionary(uniqueKeysWithValues: none).merging(files) { $1 }
        return Dictionary(uniqueKeysWithValues: all.map { ("\(service.rawValue)/\($0)", $1) })
    }
}

extension CatalogueFiles {
    /// A service's own, as they are kept; nil where there is no such service.
    func released(_ version: Catalogue.Version) -> ReleasedVersion? {
        guard let source = text("\(version.service.rawValue)/\(ServicePublication.serviceFile)") else {
            return nil
        }
        var files = parts(of: version.service, readBy: source)
        files[ServicePublication.serviceFile] = source
        return ReleasedVersion(version: version, files: files)
    }

    /// What the folder has of a service that cases of a version with this `service.yml` are read by.
    func parts(of service: ServiceID, readBy source: String) -> [String: String] {
        // A picture that is named nowhere, or larger than what is laid over a folder, would make it a version nobody can read.
        parts(of: service).filter { name, text in
            guard let picture = ServicePart.pictureName(name) else { return name != ServicePart.fixture }
            return source.contains(picture) && text.utf8.count <= ServicePart.pictureBytesMax
        }
    }
}
