import Catalogue
import Foundation
import Sandbox

@testable import Comparison

/// The services of this repository and the sandbox's portal, read once.
enum Sample {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let read = Result { try Catalogue.load(root.appending(path: "Services")) }
    private static let portalRead = Result { try ImportCatalogue.file(SampleCatalogue.items()) }

    static func catalogue() throws -> Catalogue { try read.get() }
    static func portal() throws -> PortalCatalogue { try portalRead.get() }

    static func item(
        _ name: String, _ code: String = "X1", basicCode: String? = nil, department: String = "厦门市公安局",
        materials: [String] = [], uses: Int? = nil, forOrganisations: Bool = false
    ) -> PortalItem {
        PortalItem(
            name: name, code: code, basicCode: basicCode, department: department, legalBasis: [],
            materials: materials, result: "", isForOrganisations: forOrganisations, isForTerminals: false,
            uses: uses, isSynthetic: false)
    }

    /// The sample with these items besides.
    static func portal(with items: [PortalItem]) throws -> PortalCatalogue {
        PortalCatalogue(items: try portal().items + items)
    }

    static func here(_ item: PortalItem, useCodes: Bool = true) throws -> [Match] {
        try Matcher(portal(with: [item]), catalogue(), ChineseText()).matches(useCodes: useCodes).matches
            .filter { $0.there == item.code }
    }
}
