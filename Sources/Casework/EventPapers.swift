public import Base
public import Catalogue

/// What the services of an event in life want of one person, each paper once.
public struct EventPapers: Sendable {
    /// What one of the services wants.
    struct Want {
        let part: LifeBundle.Part
        var needs: [MaterialNeed]
        /// What a register has said in its place.
        var spared: [Material] = []
    }

    /// A paper as one of its services wants it.
    struct Use: Sendable {
        let part: LifeBundle.Part
        let condition: LocalText?
        /// By her phone, and not shown or given up somewhere.
        let isSent: Bool
    }

    struct Paper: Sendable {
        let name: LocalText
        /// Whether it is the child's, and not her own.
        let isForChild: Bool
        fileprivate(set) var uses: [Use]

        var isSent: Bool { uses.allSatisfy(\.isSent) }

        /// Of whom all its services want it; nil where one wants it of everybody, or each of somebody else.
        var condition: LocalText? {
            Set(uses.map(\.condition)).count == 1 ? uses.first?.condition : nil
        }
    }

    /// In the order in which the services ask for them.
    let papers: [Paper]
    /// What nobody brings since registers say it, each once.
    let spared: [LocalText]
    /// How many services the event has.
    let servicesCount: Int

    init(_ bundle: LifeBundle, _ wants: [Want]) {
        var (papers, spared): ([Paper], [LocalText]) = ([], [])
        for want in wants {
            let (part, id) = (want.part, want.part.item.id)
            let free = want.needs.map(\.material).filter(\.sparedBySharing) + want.spared
            for name in free.map({ bundle.name(of: $0, in: id) }) where !spared.contains(name) {
                spared.append(name)
            }
            for need in want.needs where !need.material.sparedBySharing {
                let name = bundle.name(of: need.material, in: id)
                // Who comes for a child proves herself by her own card.
                let isForChild = part.isForChild && need.material.source != .identity
                let use = Use(
                    part: part, condition: need.condition, isSent: need.material.question != nil)
                let known = papers.firstIndex { $0.name == name && $0.isForChild == isForChild }
                if let known {
                    papers[known].uses.append(use)
                } else {
                    papers.append(Paper(name: name, isForChild: isForChild, uses: [use]))
                }
            }
        }
        (self.papers, self.spared, servicesCount) = (papers, spared, bundle.services.count)
    }

    /// Before anybody has said anything: without what the event rules out by itself.
    public init(_ bundle: LifeBundle, of catalogue: Catalogue, on today: CalendarDate) {
        self.init(
            bundle,
            catalogue.parts(of: bundle.id).map { part in
                let told = bundle.told(part.item, from: [:], within: true, on: today)
                return Want(
                    part: part,
                    needs: ServiceOutlook(part.item, told: told, person: nil, on: today).materials)
            })
    }
}
