import Base

/// What every paper knows of itself, usable in a layout beside the fields of its content.
enum PaperField: String, CaseIterable {
    /// The issuing department.
    case department
    case serviceName
    case caseNumber
    case code
    /// Day of issue, `yyyy-mm-dd`.
    case issuedOn
    /// Last valid day, `yyyy-mm-dd`; a layout that names it needs an order that has one.
    case validUntil
    case edition

    func value(in order: DocumentOrder) -> String? {
        switch self {
        case .department: order.issuer
        case .serviceName: order.serviceName
        case .caseNumber: order.caseNumber
        case .code: order.code.grouped
        case .issuedOn: order.issueDate.description
        case .validUntil: order.validUntil?.description
        case .edition: String(order.edition)
        }
    }
}
