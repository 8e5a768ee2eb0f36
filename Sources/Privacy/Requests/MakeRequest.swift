public import Base
public import Catalogue
import Audit
import Storage
import Vault

/// Takes a person's request about her own data: it gets a number, and its clock begins.
public struct MakeRequest: Sendable {
    /// Requests of one person within a day.
    static let perDayMax: Int64 = 10
    /// **Unit:** characters.
    public static let textMax = 1_000

    let parts: PrivacyParts

    public init(_ parts: PrivacyParts) {
        self.parts = parts
    }

    /// What a person wants.
    public struct Wish: Hashable, Sendable {
        public let right: PersonRight
        public let topic: RequestTopic
        /// The act asked about, by its place in the log.
        public let aboutIndex: Int64?
        public let text: String?

        public init(_ right: PersonRight, topic: RequestTopic, aboutIndex: Int64? = nil, text: String? = nil)
        {
            self.right = right
            self.topic = topic
            self.aboutIndex = aboutIndex
            self.text = text
        }
    }

    /// - Throws: ``PrivacyRefused``: an act that is not hers is as if it were not there.
    @discardableResult
    public func callAsFunction(
        _ wish: Wish, of person: PersonHere, language: Language, requestID: String
    ) async throws -> RequestNumber {
        guard RequestTopic.choices(of: wish.right).contains(wish.topic),
            (wish.text?.count ?? 0) <= Self.textMax
        else { throw PrivacyRefused.choiceUnknown }
        guard let clock = parts.rules[wish.right] else { throw PrivacyRefused.choiceUnknown }
        let parts = parts
        return try await parts.engine.write { db in
            let now = parts.world.now()
            let key = try parts.key(person.citizen, in: db)
            try Self.check(wish, of: person.citizen, commitment: key.commitment(), at: now, in: db)
            let number = try PrivacyRequestStore.allot(CalendarDate(inChinaAt: now).compact, in: db)
            let request = PrivacyRequest(
                number: number, citizen: person.citizen, right: wish.right, topic: wish.topic,
                aboutIndex: wish.aboutIndex, state: .received, language: language, madeAt: now,
                dueAt: now + clock.period, remindAt: now + clock.reminder, endedAt: nil, reason: nil)
            let text = try wish.text.map { try key.sealText($0, at: RequestPlace.text(number)) }
            try PrivacyRequestStore.insert(request, text: text, in: db)
            try parts.note(
                "request.made", by: .citizen, about: key.commitment(), number: number,
                fields: [wish.topic.rawValue], decision: nil, purpose: "rights/\(wish.right.rawValue)",
                terminal: person.terminal, requestID: requestID, in: db)
            return number
        }
    }

    private static func check(
        _ wish: Wish, of citizen: Token, commitment: [UInt8], at now: Instant, in db: any SQLConnection
    ) throws {
        if let index = wish.aboutIndex {
            guard wish.right == .question else { throw PrivacyRefused.choiceUnknown }
            guard try WhoLooked.act(at: index, about: commitment, now: now, in: db) != nil else {
                throw PrivacyRefused.unknownAct
            }
        }
        let own = try PrivacyRequestStore.all(of: citizen, in: db)
        let isSame = { (other: PrivacyRequest) in
            other.right == wish.right && other.aboutIndex == wish.aboutIndex
                && (wish.right == .question || other.topic == wish.topic)
        }
        guard !own.contains(where: { isSame($0) && $0.state.isPending }) else {
            throw PrivacyRefused.alreadyAsked
        }
        let today = try PrivacyRequestStore.count(of: citizen, since: now - .seconds(86_400), in: db)
        guard today < perDayMax else { throw PrivacyRefused.tooMany }
    }
}

/// Where the sealed texts of a request stand.
enum RequestPlace {
    static func text(_ number: RequestNumber) -> FieldPlace {
        FieldPlace("privacy_requests", "text", row: number.rawValue)
    }

    static func answer(_ number: RequestNumber) -> FieldPlace {
        FieldPlace("privacy_requests", "answer", row: number.rawValue)
    }
}
