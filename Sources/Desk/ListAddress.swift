import Casework
import Catalogue
import Hummingbird

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
    var export: String { "/work/export?\(query)" }

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
