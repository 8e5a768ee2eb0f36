public import Base

/// Reads the layout of a service's paper, which only those know who draw papers.
///
/// - Returns: What of it cannot be read, with its line, which is 0 when the whole is meant; nil where nothing is wrong.
public typealias LayoutTrial =
    @Sendable (ServiceItem) -> (line: Int, what: DefectText, remedy: DefectText)?
