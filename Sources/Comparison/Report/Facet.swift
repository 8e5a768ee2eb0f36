import Base
import Catalogue
import Foundation
import Vault

/// One side of what is compared of two items.
public enum Facet: String, Sendable, CaseIterable {
    case name
    case code
    case law
    case inputs
    case result
}

/// How two items stand in one facet.
public struct FacetPair: Hashable, Sendable {
    public enum State: String, Sendable, CaseIterable {
        case same
        /// Some of it is the same.
        case alike
        case differs
        /// One of them says nothing.
        case unknown
    }

    public let facet: Facet
    public let state: State
    public let there: String
    public let here: String
}

/// What an item says in each facet, in words that can be compared and remembered.
struct ItemFacets: Hashable, Sendable {
    let texts: [Facet: [String]]

    init(_ item: PortalItem) {
        texts = [
            .name: [item.name], .code: [item.code, item.basicCode ?? ""], .law: item.legalBasis,
            .inputs: item.materials, .result: item.result.isEmpty ? [] : [item.result],
        ]
    }

    /// What the person brings, and what she is asked.
    init(_ item: ServiceItem) {
        let brought = item.materials.filter { [.person, .identity, .shown].contains($0.source) }
            .map { $0.name[.mandarin] }
        texts = [
            .name: [item.name[.mandarin]], .code: [item.implementationCode, item.basicCode],
            .law: item.legalBasis.map { "《\($0.title)》\($0.clause)" },
            .inputs: brought + item.questions.map { $0.label[.mandarin] },
            .result: [item.result.name[.mandarin]],
        ]
    }

    /// `name=<16 hex digits> code=…`: enough to see later what has changed.
    var prints: String {
        Facet.allCases.map { facet in
            let text = (texts[facet] ?? []).joined(separator: "\u{1F}")
            return "\(facet.rawValue)=\(Digest.sha256(Array(text.utf8)).prefix(8).hex)"
        }.joined(separator: " ")
    }

    /// The facets whose prints are others than they were.
    func changes(since prints: String) -> [Facet] {
        let (then, now) = (Set(prints.split(separator: " ")), self.prints.split(separator: " "))
        return zip(Facet.allCases, now).filter { !then.contains($1) }.map(\.0)
    }

    func pairs(_ here: ItemFacets, _ text: ChineseText) -> [FacetPair] {
        Facet.allCases.map { facet in
            let (a, b) = (texts[facet] ?? [], here.texts[facet] ?? [])
            return FacetPair(
                facet: facet, state: Self.state(facet, a, b, text), there: Self.shown(a), here: Self.shown(b))
        }
    }

    private static func shown(_ texts: [String]) -> String {
        texts.filter { !$0.isEmpty }.joined(separator: "；")
    }

    private static func state(
        _ facet: Facet, _ there: [String], _ here: [String], _ text: ChineseText
    ) -> FacetPair.State {
        // Of a law the title counts; which article stands for what is written in many ways.
        func words(_ texts: [String]) -> Set<String> {
            Set(
                texts.filter { !$0.isEmpty }.map { entry in
                    text.normal(facet == .law ? String(entry.prefix { $0 != "》" }) : entry)
                })
        }
        let (a, b) = (words(there), words(here))
        if a == b { return .same }
        if a.isEmpty || b.isEmpty { return facet == .inputs ? .differs : .unknown }
        if !a.isDisjoint(with: b) { return .alike }
        let isWithin = a.contains { one in b.contains { $0.contains(one) || one.contains($0) } }
        return isWithin ? .alike : .differs
    }
}
