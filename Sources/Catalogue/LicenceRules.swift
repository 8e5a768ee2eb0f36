public import Base

/// How electronic licences are named 电子证照标识, and the types that departments give: `licences.yml`.
public struct LicenceRules: Hashable, Sendable {
    static let file = "licences.yml"

    /// The rule by which they are named.
    public let basis: LegalBasis
    /// The object identifier before every identifier.
    public let root: String
    /// By id, such as `residence-permit`, the type's 21 characters.
    let types: [String: String]

    /// - Returns: Nil where there is no such file, or after reporting what is wrong in it.
    static func read(in files: CatalogueFiles, _ report: DefectReport) -> LicenceRules? {
        guard files.exists(file), let value = YAMLFile(path: file, report: report).read(in: files) else {
            return nil
        }
        let map = value.mapping(["basis", "root", "types"])
        let root = map["root"].text(max: 60)
        if !root.isEmpty, root.wholeMatch(of: /[0-9]+(\.[0-9]+)+/) == nil {
            map["root"].refuse("This is no object identifier", "Write numbers between dots, 1.2.156.3005.2")
        }
        var types: [String: String] = [:]
        for entry in map["types"].list(1...500) {
            let type = entry.mapping(["id", "code", "verified"])
            let (id, code) = (type["id"].text(max: 60), type["code"].text(max: 40))
            // Whether it has been compared with the state's list is for whoever reads the file.
            _ = type["verified"].flag()
            if !id.isEmpty, !ServiceID.isSlug(id) {
                type["id"].refuse("A type is named by a-z, 0-9 and hyphens", "Write it like residence-permit")
            }
            if types[id] != nil { entry.refuse("Two types are called \(id)", "Rename one of them") }
            if !code.isEmpty, !LicenceIdentifier.isType(code) {
                type["code"].refuse(
                    "A type's code is a credit code and three more digits or capital letters",
                    "Copy the 21 characters from the list of licence types")
            } else if types.values.contains(code) {
                type["code"].refuse("Two types have the code \(code)", "Give each its own")
            }
            types[id] = code
        }
        return LicenceRules(basis: LegalBasis(map["basis"]), root: root, types: types)
    }
}

/// The type of the electronic licence that a service ends in.
public struct LicenceType: Hashable, Sendable {
    public let root: String
    public let code: String

    /// What a case's licence is called; the same whenever it is asked.
    ///
    /// The serial is the service's basic code, the day and the number of the day: what of a case's number neither issuer nor
    /// type says already, so that no two licences of an issuer share one.
    public func identifier(of caseNumber: String, issuer: CreditCode) -> LicenceIdentifier? {
        try? LicenceIdentifier(
            root: root, type: code, issuer: issuer,
            // Credit code (18) and level (1) stand before it.
            serial: String(caseNumber.dropFirst(19)))
    }
}

extension ServiceItem {
    /// The identifier of the licence that a case of this service ends in; nil where it ends in none that is named here.
    public func licenceIdentifier(of caseNumber: String) -> LicenceIdentifier? {
        result.licence?.identifier(of: caseNumber, issuer: actingBody)
    }
}

extension LicenceIdentifier {
    /// By this name layouts have a place for it.
    public static let field = "licenceIdentifier"
}
