import Base
import Catalogue

/// An item of theirs, as far as it is compared.
struct LooksThere {
    /// The name, and its parts, each with how far it stands for the whole.
    let names: [(bag: GramBag, trust: Double)]
    let acts: Set<ServiceAct>
    let result: GramBag
    let isForOrganisations: Bool

    init(_ item: PortalItem, _ text: ChineseText, _ weights: GramWeights) {
        let (parts, brackets) = ChineseText.parts(item.name)
        var names = [(weights.bag(text.normal(item.name)), 1.0)]
        if !brackets.isEmpty { names.append((weights.bag(text.normal(parts.joined())), 1.0)) }
        if parts.count > 1 {
            names += parts.filter { $0.count > 3 }.map { (weights.bag(text.normal($0)), 0.92) }
        }
        names += brackets.filter { $0.count > 3 }.map { (weights.bag(text.normal($0)), 0.85) }
        self.names = names
        acts = ActWords.acts(of: item.name, in: text)
        result = weights.bag(text.normal(item.result))
        isForOrganisations =
            item.isForOrganisations || ["单位", "企业"].contains { item.name.hasPrefix($0) }
    }
}

/// A service of ours, as far as it is compared.
struct LooksHere {
    let names: [GramBag]
    /// How people ask for it.
    let searchWords: [GramBag]
    /// Names, search words and what the person gets, together.
    let all: GramBag
    let acts: Set<ServiceAct>
    let result: GramBag
    let concernsOrganisations: Bool

    init(_ item: ServiceItem, _ text: ChineseText, _ weights: GramWeights) {
        let name = item.name[.mandarin]
        let (parts, brackets) = ChineseText.parts(name)
        names =
            [weights.bag(text.normal(name))]
            + (brackets.isEmpty ? [] : [weights.bag(text.normal(parts.joined()))])
        searchWords = item.searchWords.map { weights.bag(text.normal($0)) }
        all = (names + searchWords + [weights.bag(text.normal(item.summary[.mandarin]))])
            .reduce(.empty) { $0.union($1) }
        acts = brackets.isEmpty ? [item.act] : ActWords.acts(of: name, in: text).union([item.act])
        result = weights.bag(text.normal(item.result.name[.mandarin]))
        concernsOrganisations = ["企业", "营业", "法人", "个体", "许可证", "运输"].contains {
            text.normal(name).contains($0)
        }
    }
}

/// What a body's name says beyond that it is one.
enum DepartmentWords {
    private static let common = [
        "（示例）", "厦门", "国家", "公司", "集团", "有限", "委员会", "中心", "市", "局",
    ]

    /// Characters and pairs of them.
    static func words(_ name: String, _ text: ChineseText) -> Set<String> {
        let bare = text.normal(common.reduce(name) { $0.replacing($1, with: "") }).map(String.init)
        return Set(bare + zip(bare, bare.dropFirst()).map { $0 + $1 })
    }

    /// **Range:** 0 to 1.
    static func likeness(_ a: Set<String>, _ b: Set<String>) -> Double {
        guard !a.isEmpty, !b.isEmpty else { return 0 }
        return min(1, 1.3 * 2 * Double(a.intersection(b).count) / Double(a.count + b.count))
    }
}
