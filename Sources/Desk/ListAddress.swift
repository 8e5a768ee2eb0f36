import Casework
import Catalogue
import Hummingbird
import Web

/// A list of the desk as an address names it: `/work?tab=ready&service=police/x&colour=over&after=…`.
struct ListAddress {
    let list: DeskList

    init(_ list: DeskList) {
        self.list = list
    }

    /// What is not understood is left out: a bookmark of yesterday still opens a list.
    init(_ request: Request) {
        let values = request.uri.queryParameters
        self.init { name in values[Substring(name)].map(String.init) }
    }

    /// From the query that ``query`` wrote.
    init(query: String) {
        let pairs = query.split(separator: "&").map {
            $0.split(separator: "=", maxSplits: 1).map(String.init)
        }
        self.init { name in pairs.first { $0.count == 2 && $0[0] == name }?[1] }
    }

    private init(_ value: (String) -> String?) {
        list = DeskList(
            value("tab").flatMap(DeskList.Tab.init) ?? .ready,
            service: value("service").flatMap(ServiceID.init),
            colour: value("colour").flatMap(StepDeadline.Colour.init),
            after: value("after").flatMap(DeskList.Cursor.init))
    }

    var path: String { "/work?\(query)" }

    /// The list that another page of the desk was opened from, as its address names it; nil where it names none.
    static func named(in request: Request) -> ListAddress? {
        request.uri.queryParameters[Substring(name)].map { ListAddress(query: String($0)) }
    }

    /// The list from which a form was sent, as ``field`` wrote it; nil where it names none.
    static func named(in form: Form) -> ListAddress? {
        form[name].map { ListAddress(query: $0) }
    }

    /// What carries the list through a form: a filter and a place, nothing that somebody typed.
    var field: HTML { void("input", .type("hidden"), .name(Self.name), .value(query)) }

    /// What carries it through the address of another page: `list=tab%3Dready`.
    var reference: String {
        "\(Self.name)=" + query.replacing("=", with: "%3D").replacing("&", with: "%26")
    }

    /// The same page of the list, at the place of a step: its own row, or the one that came up to its place.
    func path(at step: CaseStep.Key) -> String { "\(path)&\(Self.at(step))" }

    static func at(_ step: CaseStep.Key) -> String { "at=\(step.ticked)#\(StepTable.placeID)" }

    private static let name = "list"

    /// The same list under another tab, from its beginning.
    func at(_ tab: DeskList.Tab) -> ListAddress {
        ListAddress(DeskList(tab, service: list.service, colour: list.colour))
    }

    func after(_ cursor: DeskList.Cursor?) -> ListAddress {
        ListAddress(DeskList(list.tab, service: list.service, colour: list.colour, after: cursor))
    }

    /// Every part is made of letters, digits, hyphens, dots and slashes, which a query may hold as they are.
    var query: String {
        [
            "tab=\(list.tab.rawValue)", list.service.map { "service=\($0.rawValue)" },
            list.colour.map { "colour=\($0.rawValue)" }, list.after.map { "after=\($0.text)" },
        ].compactMap(\.self).joined(separator: "&")
    }
}
