public import Base
import Foundation

/// Who acts for a paper's holder 代办人: told on the paper and where it is verified, never with the whole number.
public struct PaperAgent: Hashable, Sendable, Codable {
    /// What the agent is to the holder.
    public enum Relation: String, Hashable, Sendable, Codable, CaseIterable {
        /// Acts for a child.
        case child
        /// Acts for a parent.
        case parent
        case mandate

        /// Papers are written in Mandarin.
        var words: String {
            switch self {
            case .child: "父母代不满十四周岁子女办理"
            case .parent: "子女代父母办理"
            case .mandate: "凭持有人本人的委托"
            }
        }

        var english: String {
            switch self {
            case .child: "parent of the holder"
            case .parent: "child of the holder"
            case .mandate: "by the holder's mandate"
            }
        }
    }

    public let name: String
    public let maskedNumber: String
    public let relation: Relation

    public init(name: PersonName, number: CitizenNumber, relation: Relation) {
        self.name = name.text
        maskedNumber = number.masked
        self.relation = relation
    }

    /// What the line begins with, and nothing else on a paper holds.
    static let mark = "代办人 Fetched by："

    /// Whether a text says of a paper who fetched it, or reads as if it did: whatever is typed must not.
    package static func isClaimed(in text: String) -> Bool {
        bare(text).contains(bare("代办人")) || bare(text).contains(bare("Fetched by"))
    }

    /// A text without what may be changed and still be read as the same: width, case, and everything between letters.
    private static func bare(_ text: String) -> String {
        String(text.precomposedStringWithCompatibilityMapping.lowercased().filter(\.isLetter))
    }

    /// As it stands on the paper.
    package var line: String {
        "\(Self.mark)\(name)（\(maskedNumber)），\(relation.words)，\(relation.english)。"
    }
}
