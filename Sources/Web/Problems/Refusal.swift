public import Base
public import HTTPTypes

/// Something the person can act on, said by a room; never a fault.
///
/// Its words are `problem.<slug>.title` and `problem.<slug>.remedy`, in the room's own files.
public protocol Refusal: Error {
    var slug: String { get }
    /// **Range:** 4xx.
    var status: HTTPResponse.Status { get }
    /// Fills the places of the words; shown to the person.
    var values: [String: String] { get }
    /// Fills the places whose words depend on the reader's language; by place, as ``values``.
    var localValues: [Language: [String: String]] { get }
    /// The fields of the form at fault.
    var fields: [String] { get }
    /// The parts that are refused, when it is for some of them.
    var parts: [RefusedPart] { get }
    /// The page of the desk on which its reader does what the remedy says, named by `problem.<slug>.link`; nil for none.
    var page: String? { get }
    /// Whether the session that was presented has been ended over it, so that its terminal must forget it.
    var endsSession: Bool { get }
}

extension Refusal {
    public var status: HTTPResponse.Status { .unprocessableContent }
    public var values: [String: String] { [:] }
    public var localValues: [Language: [String: String]] { [:] }
    public var fields: [String] { [] }
    public var parts: [RefusedPart] { [] }
    public var page: String? { nil }
    public var endsSession: Bool { false }

    /// Fills every place of the words in a language.
    public func values(in language: Language) -> [String: String] {
        values.merging(localValues[language] ?? [:]) { $1 }
    }
}
