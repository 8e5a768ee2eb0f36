import Base
import Catalogue
import Web

/// What a person wants to know of a service before beginning, as rows.
struct ServiceFacts {
    let rows: [SummaryList.Row]

    init(_ item: ServiceItem, _ phrases: Phrases, _ language: Language) {
        let comma = phrases("kiosk.list.comma")
        let brought = item.materials.filter { !$0.sparedBySharing }.map { $0.name[language] }
        rows = [
            .init(phrases("kiosk.service.bring"), brought.joined(separator: comma)),
            .init(
                phrases("kiosk.service.minutes"),
                phrases("kiosk.service.minutes.count", ["count": String(item.minutes)])),
            .init(phrases("kiosk.service.basis"), Self.basis(item, phrases)),
        ]
    }

    static func basis(_ item: ServiceItem, _ phrases: Phrases) -> String {
        item.legalBasis.map { "\($0.title) \($0.clause)" }.joined(separator: phrases("kiosk.list.comma"))
    }
}
