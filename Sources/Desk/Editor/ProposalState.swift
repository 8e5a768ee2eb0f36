import Base
import Catalogue
import Web

/// What has become of a version that somebody asked to publish.
enum ProposalState: Hashable, Sendable {
    /// Another person has not decided yet.
    case waits
    case refused
    /// Nobody decided in time.
    case over
    case published
    /// It was published, and is offered no more.
    case withdrawn(Instant)

    func words(_ phrases: Phrases) -> String {
        switch self {
        case .waits: phrases("editor.proposal.waits")
        case .refused: phrases("editor.proposal.refused")
        case .over: phrases("editor.proposal.over")
        case .published: phrases("editor.proposal.published")
        case .withdrawn(let moment):
            phrases(
                "editor.proposal.withdrawn",
                ["day": CalendarDate(inChinaAt: moment).shown(in: phrases.language)])
        }
    }
}
