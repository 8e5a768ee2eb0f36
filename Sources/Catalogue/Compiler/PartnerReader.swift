import Base

/// Reads `partners.yml`: the other cities with which it is agreed that their offices decide at this desk what is theirs.
enum PartnerReader {
    static let file = "partners.yml"

    /// - Returns: By their codes; none where there is no such file.
    static func read(in files: CatalogueFiles, _ report: DefectReport) -> [String: PlaceName] {
        guard files.exists(file), let value = YAMLFile(path: file, report: report).read(in: files) else {
            return [:]
        }
        let map = value.mapping(["basis", "cities"])
        // On what it rests is for whoever reads the file, and the compiler sees that it is said.
        _ = LegalBasis(map["basis"])
        var cities: [String: PlaceName] = [:]
        for entry in map["cities"].list(1...100) {
            let city = entry.mapping(["code", "name"])
            let code = city["code"].text(max: 6)
            if !code.isEmpty, DivisionCode(rawValue: code)?.isOtherCity != true {
                city["code"].refuse(
                    "\"\(code)\" is not the code of another city",
                    "Write the six digits of GB/T 2260 that end in 00, in quotes, like \"350500\"")
            }
            if cities[code] != nil {
                entry.refuse("Two cities have the code \(code)", "Keep one of them")
            }
            cities[code] = PlaceName(code: code, name: city["name"].localText(max: 20))
        }
        return cities
    }
}
