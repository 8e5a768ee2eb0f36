import Base
public import Comparison

/// Another portal's catalogue over HTTP: a table at an address that ends in `.csv`, or pages of JSON at another.
///
/// A page is asked for with `?page=<1 and up>&size=<n>` and answers
/// `{"total": …, "pages": …, "page": …, "items": [{"TASK_NAME": …, "TASK_CODE": …, …}]}`, all values texts. What the portal
/// says of its pages is held against what it sends: each must be the one that was asked for, and together they must be as
/// many items as it promised.
public struct PortalCatalogueConnector: PortalCataloguePort {
    public static let pageSize = 100
    /// More than any portal has.
    static let pagesMax = 500
    /// Longest time a whole catalogue may take.
    public static let deadline = Duration.seconds(120)

    private let call: ForeignCall
    private let deadline: Duration

    /// The way has room for a whole table in one answer, as ``limits`` say.
    public init(call: ForeignCall, deadline: Duration = PortalCatalogueConnector.deadline) {
        self.call = call
        self.deadline = deadline
    }

    /// What the way to a portal should allow: one call at a time, and a table of thirty-two megabytes.
    public static var limits: ForeignCall.Limits {
        var limits = ForeignCall.Limits()
        limits.concurrentMax = 1
        limits.answerBytesMax = ImportCatalogue.fileMax
        return limits
    }

    public func catalogue(at address: String) async throws -> PortalCatalogue {
        let isTable = (address.split(separator: "?").first ?? "").hasSuffix(".csv")
        guard !isTable else { return try await table(at: address) }
        let rows = try await call.run(within: deadline) { call in try await Self.pages(of: address, call) }
        var columns = Set<String>()
        for row in rows { columns.formUnion(row.keys) }
        return try PortalColumns.catalogue(
            rows.enumerated().map { ($0 + 1, $1) }, columns: columns.sorted())
    }

    private func table(at address: String) async throws -> PortalCatalogue {
        let answer = try await call.run(within: deadline) { call in
            try await call.get(address, accept: "text/csv")
        }
        guard answer.status == 200 else {
            throw PortError.failed(system: call.system, code: String(answer.status))
        }
        return try PortalColumns.catalogue(CSVTable(readable: answer.body))
    }

    private static func pages(
        of address: String, _ call: ForeignCall
    ) async throws -> [[String: String]] {
        var rows: [[String: String]] = []
        var promised: (total: Int, pages: Int)?
        var number = 1
        repeat {
            let page = try await page(number, of: address, call)
            if let promised, promised != (page.total, page.pages) {
                throw untrusted(call, "its count changed between pages")
            }
            guard page.number == number else { throw untrusted(call, "another page than asked") }
            guard page.pages <= pagesMax else { throw untrusted(call, "more than \(pagesMax) pages") }
            promised = (page.total, page.pages)
            guard !page.items.isEmpty || page.total == 0 else {
                throw untrusted(call, "page \(number) of \(page.pages) is empty")
            }
            rows += page.items
            guard rows.count <= page.total else { throw untrusted(call, "more items than it promised") }
            number += 1
        } while number <= promised?.pages ?? 0
        guard rows.count == promised?.total else {
            throw untrusted(call, "\(rows.count) items, it promised \(promised?.total ?? 0)")
        }
        return rows
    }

    /// One page as the portal wrote it; what it says of itself is held against nothing yet.
    struct Page {
        let number: Int
        let pages: Int
        let total: Int
        let items: [[String: String]]

        /// - Throws: ``PortError`` for what is no page of items.
        init(_ body: [UInt8], of system: String) throws(PortError) {
            guard let value = JSONValue(body),
                let total = value["total"]?.int.flatMap({ Int(exactly: $0) }),
                let pages = value["pages"]?.int.flatMap({ Int(exactly: $0) }),
                let number = value["page"]?.int.flatMap({ Int(exactly: $0) }),
                let list = value["items"]?.list, total >= 0, pages >= 0
            else { throw .untrustworthy(system: system, reason: "no page of items") }
            var items: [[String: String]] = []
            for item in list {
                guard let object = item.object else {
                    throw .untrustworthy(system: system, reason: "an item that is no object")
                }
                let texts = object.compactMapValues { $0.text ?? $0.int.map(String.init) }
                guard texts.count == object.count else {
                    throw .untrustworthy(system: system, reason: "a value that is no text")
                }
                items.append(texts)
            }
            (self.number, self.pages, self.total, self.items) = (number, pages, total, items)
        }
    }

    private static func page(_ number: Int, of address: String, _ call: ForeignCall) async throws -> Page {
        let mark = address.contains("?") ? "&" : "?"
        let answer = try await call.get(
            "\(address)\(mark)page=\(number)&size=\(pageSize)", accept: "application/json")
        guard answer.status == 200 else {
            throw PortError.failed(system: call.system, code: String(answer.status))
        }
        return try Page(answer.body, of: call.system)
    }

    private static func untrusted(_ call: ForeignCall, _ reason: String) -> PortError {
        .untrustworthy(system: call.system, reason: reason)
    }
}
