public import ServiceLifecycle

/// A service that is called by the name of its type.
///
/// A group asks each service for its description when it is made, and writes it into its log. A service without one is described by
/// all it holds, to the last key and word: that took longer than everything else in a start, and belongs into no log.
public struct NamedService: Service, CustomStringConvertible {
    public let description: String
    private let service: any Service

    public init(_ service: any Service) {
        description = String("\(type(of: service))".prefix { $0 != "<" })
        self.service = service
    }

    public func run() async throws { try await service.run() }
}
