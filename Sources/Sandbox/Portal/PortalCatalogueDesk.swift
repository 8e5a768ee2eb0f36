import Base
import Comparison
public import Foundation
import HTTPTypes
import Hummingbird

/// The sample catalogue of a city portal: made up, and marked so in every line.
public enum SampleCatalogue {
    /// `Registers/i-xiamen.csv`.
    public static func items() throws -> URL { try file("i-xiamen") }

    /// `Registers/i-xiamen-labels.csv`: which of them a service here corresponds to, as people judged by meaning.
    public static func labels() throws -> URL { try file("i-xiamen-labels") }

    private static func file(_ name: String) throws -> URL {
        guard let url = Bundle.module.url(forResource: "Registers/" + name, withExtension: "csv") else {
            throw SampleCity.Broken.missing(name)
        }
        return url
    }
}

/// The city portal's catalogue for programs, and for whoever takes it as a table.
///
/// | path | what |
/// |---|---|
/// | `/portal/catalogues/i-xiamen.csv` | the table, UTF-8 |
/// | `/portal/catalogues/i-xiamen?page=1&size=100` | a page of it |
/// | `/portal/catalogues/<fault>?page=…` | the same portal with a fault |
struct PortalCatalogueDesk: Sendable {
    /// How a portal may fail, chosen by the name of the catalogue.
    enum Fault: String, CaseIterable {
        /// Promises a page more than it has, and sends it empty.
        case morePages = "troubled-more-pages"
        /// Promises fewer pages than it has items for.
        case fewerPages = "troubled-fewer-pages"
        /// Sends the first page whatever is asked for.
        case samePage = "troubled-same-page"
        case slow = "troubled-slow"
        case down = "troubled-down"
        /// Breaks off in the middle of an answer.
        case half = "troubled-half"
        case noJSON = "troubled-no-json"
        /// An item without a name.
        case nameless = "troubled-nameless"
        /// Two items with one code.
        case twice = "troubled-twice"
    }

    static let name = "i-xiamen"
    static let sizeMax = 200

    /// Read once, however many pages are asked for.
    private static let table = Result { try CSVTable([UInt8](Data(contentsOf: SampleCatalogue.items()))) }

    let world: World
    let stall: Duration

    func add(to router: Router<BasicRequestContext>) {
        router.get("portal/catalogues/{name}") { request, context in
            try await answer(
                context.parameters.get("name") ?? "",
                query: request.uri.queryParameters.reduce(into: [:]) {
                    $0[String($1.key)] = String($1.value)
                })
        }
    }

    private func answer(_ name: String, query: [String: String]) async throws -> Response {
        if name == Self.name + ".csv" {
            return .bytes(
                [UInt8](try Data(contentsOf: SampleCatalogue.items())), type: "text/csv; charset=utf-8")
        }
        let fault = Fault(rawValue: name)
        guard name == Self.name || fault != nil else { return .refused(.notFound, "unknown") }
        switch fault {
        case .down: return .refused(.serviceUnavailable, "down")
        case .slow: try await world.sleep(stall)
        case .noJSON: return .text("维护中")
        default: break
        }
        let (number, size) = (query["page"].flatMap { Int($0) } ?? 1, query["size"].flatMap { Int($0) } ?? 50)
        guard number >= 1, (1...Self.sizeMax).contains(size) else { return .refused(.badRequest, "page") }
        let body = try page(number, size, fault).bytes
        return fault == .half ? .half(of: body) : .bytes(body, type: "application/json")
    }

    private func page(_ number: Int, _ size: Int, _ fault: Fault?) throws -> JSONValue {
        let table = try Self.table.get()
        let pages = (table.records.count + size - 1) / size
        let start = fault == .samePage ? 0 : (number - 1) * size
        let records = table.records.dropFirst(start).prefix(size)
        var items = records.map { record in
            Dictionary(uniqueKeysWithValues: zip(table.header, record.fields.map(JSONValue.text)))
        }
        if number == 1, items.count > 1 {
            if fault == .nameless { items[0]["TASK_NAME"] = "" }
            if fault == .twice { items[1]["TASK_CODE"] = items[0]["TASK_CODE"] }
        }
        let told = fault == .morePages ? pages + 1 : fault == .fewerPages ? pages - 1 : pages
        return [
            "total": .int(Int64(table.records.count)), "pages": .int(Int64(told)),
            "page": .int(Int64(fault == .samePage ? 1 : number)), "items": .list(items.map(JSONValue.object)),
        ]
    }
}
