/// What a client may ask to know about a person; each a thing that the person agrees to or not.
enum Scope: String, Sendable, CaseIterable, Codable {
    /// That it is she, under a name made for this client's sector alone.
    case openid
    case profile
    /// The name with stars, such as 陈*.
    case maskedName = "masked_name"
    case phone
    /// Never unless the client's registration says so.
    case citizenNumber = "citizen_number"
    /// Tokens that outlive the visit.
    case offline = "offline_access"

    /// What the log calls it.
    var field: String {
        switch self {
        case .openid: "pseudonym"
        case .profile: "name"
        case .maskedName: "name-masked"
        case .phone: "phone"
        case .citizenNumber: "number"
        case .offline: "offline"
        }
    }

    /// The claims that it opens.
    var claims: [String] {
        switch self {
        case .openid: ["sub"]
        case .profile, .maskedName: ["name"]
        case .phone: ["phone_number"]
        case .citizenNumber: ["citizen_number"]
        case .offline: []
        }
    }
}

extension Set<Scope> {
    /// As it stands in messages and tables: sorted, with spaces between.
    var text: String { map(\.rawValue).sorted().joined(separator: " ") }

    /// Their names in the log, sorted.
    var fields: [String] { map(\.field).sorted() }

    init(text: String) {
        self = Set(text.split(separator: " ").compactMap { Scope(rawValue: String($0)) })
    }
}
