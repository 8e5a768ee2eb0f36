public import Foundation
public import Storage
import Audit
import Base
import Catalogue
import Vault

/// Answers a request for a copy by itself, and gives the copy: what every room keeps about the person, as JSON.
///
/// A copy is made anew at each asking and kept nowhere; each making leaves an act that she sees.
public struct CollectCopy: Sendable {
    /// How long after the answer a copy can be fetched.
    public static let fetchWithin = Duration.seconds(7 * 86_400)

    let parts: PrivacyParts
    let exporters: [PersonExporter]

    public init(_ parts: PrivacyParts, exporters: [PersonExporter]) {
        self.parts = parts
        self.exporters = exporters
    }

    /// Says that the copy can be fetched; does nothing to any other request.
    public func answer(_ number: RequestNumber, of person: PersonHere, requestID: String) async throws {
        let parts = parts
        try await parts.engine.write { db in
            let request = try OwnRequests.find(number, of: person, in: db)
            guard request.right == .copy, let next = request.state.after(.answered),
                try PrivacyRequestStore.advance(
                    number, from: request.state, to: next, by: .answered, official: nil,
                    at: parts.world.now(),
                    in: db)
            else { return }
            try parts.note(
                "request.answered", by: .system("rights"),
                about: parts.key(person.citizen, in: db).commitment(),
                number: number, purpose: "rights/copy", terminal: person.terminal, requestID: requestID,
                in: db)
        }
    }

    /// The copy of an answered request: canonical member order, UTF-8.
    ///
    /// - Throws: ``PrivacyRefused/notNow`` before the answer and when its days are over.
    public func callAsFunction(
        _ number: RequestNumber, of person: PersonHere, looks: some Encodable & Sendable, requestID: String
    ) async throws -> Data {
        let (parts, exporters) = (parts, exporters)
        let tables = try await parts.engine.write { db in
            let now = parts.world.now()
            let request = try OwnRequests.find(number, of: person, in: db)
            guard request.right == .copy, let endedAt = request.endedAt, request.state != .withdrawn,
                now.since(endedAt) <= Self.fetchWithin
            else { throw PrivacyRefused.notNow }
            let tables = try exporters.filter { !$0.columns.isEmpty }.map { exporter in
                (exporter.table, try exporter.rows(person.citizen, db))
            }
            try parts.note(
                "data.copied", by: .citizen, about: parts.key(person.citizen, in: db).commitment(),
                number: number, fields: tables.map(\.0), purpose: "rights/copy", terminal: person.terminal,
                requestID: requestID, in: db)
            return Dictionary(uniqueKeysWithValues: tables)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return try encoder.encode(
            Copy(
                request: number.rawValue, madeAt: UsageQuestion.text(parts.world.now()),
                kept: tables.mapValues { $0.map { $0.mapValues(Value.init) } },
                left: exporters.filter { !$0.left.isEmpty }.reduce(into: [:]) { $0[$1.table] = $1.left },
                whoLooked: looks))
    }

    private struct Copy<Looks: Encodable>: Encodable {
        let request: String
        let madeAt: String
        let kept: [String: [[String: Value]]]
        /// What is not in the copy, by table and column, each with the reason.
        let left: [String: [String: String]]
        let whoLooked: Looks
    }

    private struct Value: Encodable {
        let copied: PersonExporter.Copied

        init(_ copied: PersonExporter.Copied) { self.copied = copied }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch copied {
            case .nothing: try container.encodeNil()
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            case .moment(let moment): try container.encode(UsageQuestion.text(moment))
            }
        }
    }
}
