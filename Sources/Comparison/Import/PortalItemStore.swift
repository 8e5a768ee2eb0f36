import Base
import Storage

/// Every statement about the `portal_items` and `portal_imports` tables.
enum PortalItemStore {
    static let itemsMax = 50_000

    static func replace(_ items: [PortalItem], in db: any SQLConnection) throws(SQLError) {
        try db.run("DELETE FROM portal_items")
        for item in items {
            try db.run(
                "INSERT INTO portal_items (code, item_json) VALUES (\(item.code), \(String(decoding: item.json.bytes, as: UTF8.self)))"
            )
        }
    }

    static func all(in db: any SQLConnection) throws(SQLError) -> [PortalItem] {
        var items: [PortalItem] = []
        for row in try db.rows("SELECT item_json FROM portal_items ORDER BY code LIMIT \(itemsMax)") {
            guard let item = JSONValue(Array(try row.text("item_json").utf8)).flatMap(PortalItem.init(json:))
            else { throw .unreadable(column: "item_json") }
            items.append(item)
        }
        return items
    }

    static func note(_ done: PortalImport, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO portal_imports (seq, source, items, account_id, made_at_ms)
            SELECT coalesce(max(seq), 0) + 1, \(done.source), \(done.items), \(done.by), \(done.at)
            FROM portal_imports
            """)
    }

    static func last(in db: any SQLConnection) throws(SQLError) -> PortalImport? {
        guard
            let row = try db.rows(
                "SELECT source, items, account_id, made_at_ms FROM portal_imports ORDER BY seq DESC LIMIT 1"
            ).first
        else { return nil }
        return PortalImport(
            source: try row.text("source"), items: Int(try row.int("items")),
            by: try row.text("account_id"), at: try row.instant("made_at_ms"))
    }
}

extension PortalItem {
    var json: JSONValue {
        .present([
            "name": .text(name), "code": .text(code), "basicCode": basicCode.map(JSONValue.text),
            "department": .text(department), "legalBasis": .list(legalBasis.map(JSONValue.text)),
            "materials": .list(materials.map(JSONValue.text)), "result": .text(result),
            "isForOrganisations": .flag(isForOrganisations), "isForTerminals": .flag(isForTerminals),
            "uses": uses.map { .int(Int64($0)) }, "isSynthetic": .flag(isSynthetic),
        ])
    }

    init?(json: JSONValue) {
        guard let name = json["name"]?.text, let code = json["code"]?.text,
            let department = json["department"]?.text, let legalBasis = json["legalBasis"]?.texts,
            let materials = json["materials"]?.texts, let result = json["result"]?.text,
            let isForOrganisations = json["isForOrganisations"]?.flag,
            let isForTerminals = json["isForTerminals"]?.flag, let isSynthetic = json["isSynthetic"]?.flag
        else { return nil }
        self.init(
            name: name, code: code, basicCode: json["basicCode"]?.text, department: department,
            legalBasis: legalBasis, materials: materials, result: result,
            isForOrganisations: isForOrganisations, isForTerminals: isForTerminals,
            uses: json["uses"]?.int.map { Int($0) }, isSynthetic: isSynthetic)
    }
}
