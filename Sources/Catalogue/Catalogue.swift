public import struct Foundation.URL

/// Everything a station can do, read once from the files of the departments.
public struct Catalogue: Sendable {
    /// Sorted by id.
    public let departments: [Department]
    /// Sorted by id: what the departments' exchanges can be asked.
    public let registers: [Register]
    /// Sorted by id.
    public let items: [ServiceItem]
    /// Folders that hold the guides' pictures; a picture's name is unique over all of them.
    public let pictureFolders: [URL]

    /// What a first screen shows before use has said what is wanted there.
    public let featured: [ServiceID]

    /// Nil when nobody may act for another in this city.
    public let representation: RepresentationRules?

    private let byID: [ServiceID: ServiceItem]

    init(
        departments: [Department], registers: [Register], items: [ServiceItem], featured: [ServiceID],
        pictureFolders: [URL],
        representation: RepresentationRules? = nil
    ) {
        self.departments = departments.sorted { $0.id < $1.id }
        self.registers = registers.sorted { $0.id < $1.id }
        self.items = items.sorted { $0.id < $1.id }
        self.featured = featured
        self.pictureFolders = pictureFolders
        self.representation = representation
        byID = Dictionary(uniqueKeysWithValues: items.map { ($0.id, $0) })
    }

    public subscript(_ id: ServiceID) -> ServiceItem? { byID[id] }

    public func department(_ id: DepartmentID) -> Department? { departments.first { $0.id == id } }

    public func register(_ id: String) -> Register? { registers.first { $0.id == id } }

    public func items(of department: DepartmentID) -> [ServiceItem] {
        items.filter { $0.department == department }
    }

    /// Reads `departments.yml` and every `<department>/<slug>/service.yml` below a folder.
    ///
    /// - Parameter folder: the folder `Services/`.
    /// - Returns: The catalogue, when there is nothing wrong in it.
    /// - Throws: ``CatalogueDefects`` with every defect found, not only the first.
    public static func load(_ folder: URL) throws -> Catalogue {
        try CatalogueCompiler(folder: folder).compile()
    }
}
