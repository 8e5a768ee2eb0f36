public import Base
import Foundation

/// What exactly is asked for; the second person decides on these words and no others.
public enum ApprovalMatter: Hashable, Sendable {
    /// These roles, and no others, for an account.
    case roles(account: String, [StaffRole])
    /// Somebody for an officer's place; the half of her code that the one who asks holds.
    case seat(InviteStaff.Person, half: String)
    /// A code that admits a terminal at a station.
    case terminal(station: String, region: DivisionCode)
    /// Of another room: what people read, and what that room reads.
    case other(ApprovalKind, summary: String, data: [UInt8])

    public var kind: ApprovalKind {
        switch self {
        case .roles: .roleGrant
        case .seat: .seat
        case .terminal: .terminalEnrolment
        case .other(let kind, _, _): kind
        }
    }

    /// The account that it is about, if it is about one.
    var account: String? {
        if case .roles(let account, _) = self { account } else { nil }
    }

    var scope: StaffScope {
        if case .terminal(_, let region) = self { StaffScope(region: region) } else { .everywhere }
    }

    private struct Stored: Codable {
        let kind: String
        var account: String?
        var roles: [String]?
        var name: String?
        var department: String?
        var half: String?
        var station: String?
        var region: String?
        var summary: String?
        var data: Data?
    }

    var bytes: [UInt8] {
        get throws {
            var stored = Stored(kind: kind.rawValue)
            switch self {
            case .roles(let account, let roles):
                (stored.account, stored.roles) = (account, roles.map(\.rawValue))
            case .seat(let person, let half):
                (stored.name, stored.department) = (person.name.text, person.department)
                (stored.region, stored.roles) = (person.region?.rawValue, person.seat.map { [$0.rawValue] })
                stored.half = half
            case .terminal(let station, let region):
                (stored.station, stored.region) = (station, region.rawValue)
            case .other(_, let summary, let data): (stored.summary, stored.data) = (summary, Data(data))
            }
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return [UInt8](try encoder.encode(stored))
        }
    }

    /// - Returns: Nil for bytes that ``bytes`` never wrote.
    init?(_ bytes: [UInt8]) {
        guard let stored = try? JSONDecoder().decode(Stored.self, from: Data(bytes)),
            let kind = ApprovalKind(rawValue: stored.kind)
        else { return nil }
        if let account = stored.account, let roles = stored.roles {
            self = .roles(account: account, roles.compactMap(StaffRole.init))
        } else if let half = stored.half, let name = stored.name.flatMap(PersonName.init) {
            self = .seat(
                InviteStaff.Person(
                    name: name, department: stored.department,
                    region: stored.region.flatMap(DivisionCode.init),
                    seat: stored.roles?.first.flatMap(StaffRole.init)), half: half)
        } else if let station = stored.station, let region = stored.region.flatMap(DivisionCode.init) {
            self = .terminal(station: station, region: region)
        } else if let summary = stored.summary, let data = stored.data {
            self = .other(kind, summary: summary, data: [UInt8](data))
        } else {
            return nil
        }
    }
}
