public import Base
public import Storage

/// The name of a department inside the house: one slug, such as `police`.
public struct DepartmentID: Hashable, Sendable, RawRepresentable, SQLConvertible, Comparable {
    public let rawValue: String

    /// - Returns: Nil unless the text is a slug of `a-z`, `0-9` and inner hyphens.
    public init?(rawValue: String) {
        guard ServiceID.isSlug(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    init(unchecked rawValue: String) {
        self.rawValue = rawValue
    }

    public static func < (a: DepartmentID, b: DepartmentID) -> Bool { a.rawValue < b.rawValue }
}

/// A body that offers services and answers for them 实施主体.
public struct Department: Sendable {
    public let id: DepartmentID
    public let name: LocalText
    public let creditCode: CreditCode
    /// For services that name none of their own.
    public let remedies: Remedies
}
