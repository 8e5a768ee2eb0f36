import Base

/// Reads `reasons.yml`: one beside the departments for what all of them say, and one of each department that has its own.
struct ReasonReader {
    static let file = "reasons.yml"
    static let countMax = 40
    static let required = ["provenance", "refusals", "corrections"]
    /// A department may have reasons for one of the two alone.
    static let ownRequired = ["provenance"]
    static let entryRequired = ["id", "words"]
    static let entryOptional = ["services"]

    let files: CatalogueFiles
    let report: DefectReport

    /// Without the common file no clerk can say no, so it is never left out.
    func reasons(of departments: [Department]) -> [StepReason] {
        let common = read(nil, beside: [])
        let ids = Set(common.map(\.id))
        return common + departments.map(\.id).sorted().flatMap { read($0, beside: ids) }
    }

    private func read(_ department: DepartmentID?, beside common: Set<String>) -> [StepReason] {
        let path = department.map { "\($0.rawValue)/\(Self.file)" } ?? Self.file
        guard department == nil || files.exists(path),
            let root = YAMLFile(path: path, report: report).read(in: files)
        else { return [] }
        let map =
            department == nil
            ? root.mapping(Self.required) : root.mapping(Self.ownRequired, optional: Self.required)
        _ = Provenance(map["provenance"])
        var known = common
        return [("refusals", StepReason.Act.refusal), ("corrections", .correction)].flatMap { key, act in
            map.optional(key)?.list(1...Self.countMax).compactMap {
                reason($0, for: act, of: department, &known)
            } ?? []
        }
    }

    private func reason(
        _ value: YAMLValue, for act: StepReason.Act, of department: DepartmentID?, _ known: inout Set<String>
    ) -> StepReason? {
        let map = value.mapping(
            Self.entryRequired, optional: department == nil ? [] : Self.entryOptional)
        let id = map["id"].text(max: 40)
        let words = map["words"].localText(max: 40)
        let services = map.optional("services")?.list(1...Self.countMax).compactMap(service) ?? []
        guard !id.isEmpty else { return nil }
        if !ServiceID.isSlug(id) {
            map["id"].refuse("A reason is named by a-z, 0-9 and hyphens", "Write it like house-not-found")
        }
        if !known.insert(id).inserted {
            map["id"].refuse(
                "Two reasons are called \"\(id)\"", "Rename one; what all departments say counts too")
        }
        return StepReason(
            id: id, act: act, words: words, department: department, services: Set(services))
    }

    private func service(_ value: YAMLValue) -> ServiceID? {
        let text = value.text(max: 120)
        guard let id = ServiceID(rawValue: text), files.exists("\(id.rawValue)/service.yml") else {
            value.refuse(
                "There is no service \"\(text)\"", "Write one like police/temporary-identity-proof")
            return nil
        }
        return id
    }
}
