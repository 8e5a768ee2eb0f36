import Base
import Foundation
import Hummingbird
import Web

/// What a program asks of a person's usages: which kinds, of which time, how many, after how many.
struct UsageQuestion: Hashable {
    static let limitMax = 1_000

    let types: Set<UsageAnswer.ProcessingType>
    let period: Range<Instant>
    let limit: Int
    let offset: Int

    /// All there is.
    static let everything = UsageQuestion(
        types: Set(UsageAnswer.ProcessingType.allCases),
        period: Instant(milliseconds: 0)..<Instant(milliseconds: .max), limit: WhoLooked.actsMax, offset: 0)

    private init(types: Set<UsageAnswer.ProcessingType>, period: Range<Instant>, limit: Int, offset: Int) {
        self.types = types
        self.period = period
        self.limit = limit
        self.offset = offset
    }

    /// - Throws: `Problem` 400 for a value that is none; nothing is guessed.
    init(_ request: Request) throws {
        let query = request.uri.queryParameters
        func number(_ name: String, _ fallback: Int, in range: ClosedRange<Int>) throws -> Int {
            guard let text = query[Substring(name)] else { return fallback }
            guard let number = Int(text), range.contains(number) else { throw Self.wrong(name) }
            return number
        }
        func moment(_ name: String, _ fallback: Int64) throws -> Instant {
            guard let text = query[Substring(name)] else { return Instant(milliseconds: fallback) }
            guard let date = try? Date(String(text), strategy: .iso8601) else { throw Self.wrong(name) }
            return Instant(milliseconds: Int64(date.timeIntervalSince1970 * 1_000))
        }
        let named = query[values: "processingType"]
        types =
            try named.isEmpty
            ? Set(UsageAnswer.ProcessingType.allCases)
            : Set(
                named.map { text in
                    guard let type = UsageAnswer.ProcessingType(rawValue: String(text)) else {
                        throw Self.wrong("processingType")
                    }
                    return type
                })
        limit = try number("limit", 100, in: 1...Self.limitMax)
        offset = try number("offset", 0, in: 0...WhoLooked.actsMax)
        let (start, end) = (try moment("periodStart", 0), try moment("periodEnd", .max))
        guard start < end else { throw Self.wrong("periodEnd") }
        period = start..<end
    }

    /// A moment as RFC 3339 writes it.
    static func text(_ moment: Instant) -> String {
        Date(timeIntervalSince1970: Double(moment.milliseconds) / 1_000).formatted(.iso8601)
    }

    private static func wrong(_ name: String) -> Problem {
        Problem("bad-request", .badRequest, cause: "the parameter \(name)", fields: [name])
    }
}
