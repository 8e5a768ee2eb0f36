public import Storage

/// The name of a service inside the house: `<department>/<slug>`, such as `police/temporary-identity-proof`.
///
/// It is also the service's folder under `Services/`, and it never changes once a case has been opened under it.
public struct ServiceID: Hashable, Sendable, RawRepresentable, SQLConvertible, Comparable {
    public let rawValue: String

    /// - Returns: Nil unless the text is two slugs of `a-z`, `0-9` and inner hyphens with a slash between them.
    public init?(rawValue: String) {
        let parts = rawValue.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy(Self.isSlug) else { return nil }
        self.rawValue = rawValue
    }

    public var department: DepartmentID { DepartmentID(unchecked: String(rawValue.prefix { $0 != "/" })) }

    /// The part after the slash.
    public var slug: String { String(rawValue.drop { $0 != "/" }.dropFirst()) }

    public static func < (a: ServiceID, b: ServiceID) -> Bool { a.rawValue < b.rawValue }

    /// Whether a text is 1 to 60 of `a-z`, `0-9` and hyphens that stand between two others.
    static func isSlug(_ text: some StringProtocol) -> Bool {
        guard (1...60).contains(text.utf8.count), !text.hasPrefix("-"), !text.hasSuffix("-") else {
            return false
        }
        return text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    }
}
