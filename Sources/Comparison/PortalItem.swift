/// One item of another portal's catalogue, as its implementation list 实施清单 describes it.
///
/// Source: the field names of the national portal; which of them a portal fills is its own affair.
public struct PortalItem: Hashable, Sendable {
    /// TASK_NAME.
    public let name: String
    /// TASK_CODE 实施编码, or whatever the portal calls the item by; unique in its catalogue.
    public let code: String
    /// CATALOG_CODE 基本编码, 12 digits; nil where the portal gives none.
    public let basicCode: String?
    /// DEPT_NAME.
    public let department: String
    /// BY_LAW 设定依据, one entry a law.
    public let legalBasis: [String]
    /// MATERIALS 申请材料.
    public let materials: [String]
    /// RESULT_NAME.
    public let result: String
    /// SERVER_TYPE 服务对象: whether only organisations 法人 come for it.
    public let isForOrganisations: Bool
    /// IS_SERVICE_TERMINALS: whether the portal says that a terminal can do it.
    public let isForTerminals: Bool
    /// HANDLE_COUNT: how often it was done there in a year; nil where the portal does not say.
    public let uses: Int?
    /// DATA_NATURE: made up for trying, so that nobody takes it for the portal's own word.
    public let isSynthetic: Bool
}

/// Another portal's catalogue, read whole.
public struct PortalCatalogue: Sendable {
    /// Sorted by code.
    public let items: [PortalItem]

    public init(items: [PortalItem]) {
        self.items = items.sorted { $0.code < $1.code }
    }

    public var isSynthetic: Bool { items.contains(where: \.isSynthetic) }
}
