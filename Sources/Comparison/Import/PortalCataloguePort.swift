/// Another portal's catalogue, asked of its programs.
///
/// **Contract.** The answer is the whole catalogue or an error: every page was read, there are as many items as the portal
/// says, and no code comes twice. A portal that is slow, down or contradicts itself is a ``PortError`` within the deadline
/// of the connector; nothing else in the house waits for it.
public protocol PortalCataloguePort: Sendable {
    /// An address is `http://` or `https://`; one that ends in `.csv` is a file, another one an interface with pages.
    ///
    /// **Errors:** ``PortError``, or ``CatalogueFileProblem`` for a file or items that cannot be read.
    func catalogue(at address: String) async throws -> PortalCatalogue
}
