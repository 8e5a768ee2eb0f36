public import Base
public import Storage
public import Web

/// What this room needs of the accounts, which it knows by these acts alone.
public struct FederationDoors: Sendable {
    /// What other sites may learn about a person.
    public struct Person: Hashable, Sendable {
        public let name: String
        public let number: String
        public let phone: String?

        public init(name: String, number: String, phone: String?) {
            self.name = name
            self.number = number
            self.phone = phone
        }
    }

    /// A sign-in that the city portal vouches for.
    public struct Vouched: Hashable, Sendable {
        public let citizen: Token
        public let level: ProofLevel
        public let authenticatedAt: Instant
    }

    /// A new session: the token for the browser, and the session's own name.
    public struct Begun: Hashable, Sendable {
        public let token: String
        public let session: Token

        public init(token: String, session: Token) {
            self.token = token
            self.session = session
        }
    }

    /// Who is signed in; nil when nobody is.
    public var current: @Sendable (EgretContext) async throws -> SignedIn?
    /// The page on which a person signs in and then goes on to the local path `next`; `again` also when she is signed in.
    public var signInPath: @Sendable (_ next: String, _ level: ProofLevel?, _ again: Bool) -> String
    /// What is kept about a new session, in the transaction that begins it.
    public typealias Keeping = @Sendable (_ session: Token, any SQLConnection) throws -> Void
    /// Begins a session for a person whom the portal vouches for.
    public var begin: @Sendable (Vouched, EgretContext, @escaping Keeping) async throws -> Begun
    /// Ends a session, in the caller's transaction.
    public var end: @Sendable (_ session: Token, _ requestID: String, any SQLConnection) throws -> Void
    /// Whether a session goes on.
    public var isLive: @Sendable (_ session: Token, any SQLConnection) throws -> Bool
    /// Reads a person; nil when she is not known any more.
    public var person: @Sendable (_ citizen: Token, any SQLConnection) throws -> Person?

    public init(
        current: @Sendable @escaping (EgretContext) async throws -> SignedIn?,
        signInPath: @Sendable @escaping (_ next: String, _ level: ProofLevel?, _ again: Bool) -> String,
        begin: @Sendable @escaping (Vouched, EgretContext, @escaping Keeping) async throws -> Begun,
        end: @Sendable @escaping (_ session: Token, _ requestID: String, any SQLConnection) throws -> Void,
        isLive: @Sendable @escaping (_ session: Token, any SQLConnection) throws -> Bool,
        person: @Sendable @escaping (_ citizen: Token, any SQLConnection) throws -> Person?
    ) {
        self.current = current
        self.signInPath = signInPath
        self.begin = begin
        self.end = end
        self.isLive = isLive
        self.person = person
    }
}
