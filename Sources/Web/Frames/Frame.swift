import Base
public import Foundation

/// What every page needs besides its model, and the three frames that pages stand in.
public struct Frame: Sendable {
    public let words: Words
    public let assets: Assets
    /// Entries of the site's and the desk's navigation, in order.
    public let siteLinks: [FrameLink]
    public let deskLinks: [FrameLink]
    /// Where a person at a terminal calls a helper; nil where there is none.
    public let helperLink: FrameLink?
    public let idle: IdleTimes

    public init(
        words: Words, assets: Assets, siteLinks: [FrameLink] = [], deskLinks: [FrameLink] = [],
        helperLink: FrameLink? = nil, idle: IdleTimes = IdleTimes()
    ) {
        self.words = words
        self.assets = assets
        self.siteLinks = siteLinks
        self.deskLinks = deskLinks
        self.helperLink = helperLink
        self.idle = idle
    }

    /// A frame with this part's own words and assets and those of the given rooms.
    public init(
        rooms: [Bundle], assetFolders: [URL] = [], siteLinks: [FrameLink] = [], deskLinks: [FrameLink] = [],
        helperLink: FrameLink? = nil, idle: IdleTimes = IdleTimes()
    ) throws {
        self.init(
            words: try Words(bundles: [WebResources.bundle] + rooms),
            assets: try Assets(folders: [WebResources.publicFolder] + assetFolders),
            siteLinks: siteLinks, deskLinks: deskLinks, helperLink: helperLink, idle: idle)
    }

    public func phrases(_ context: EgretContext) -> Phrases {
        words.phrases(context.language)
    }
}

/// One entry of a navigation.
public struct FrameLink: Hashable, Sendable {
    /// A words key.
    public let label: String
    /// A path of this site; the entry is current on it and below it.
    public let path: String
    /// What stands in the words.
    public let values: [String: String]

    public init(label: String, path: String, values: [String: String] = [:]) {
        self.label = label
        self.path = path
        self.values = values
    }
}

/// After how long without a touch a terminal hides a page and lets go of the person.
public struct IdleTimes: Hashable, Sendable {
    /// Logged in: the page is hidden and the question asked.
    public var maskAfterSeconds: Int
    /// Logged in: time to answer the question.
    public var answerWithinSeconds: Int
    /// Not logged in: back to the first screen.
    public var homeAfterSeconds: Int

    /// Of a page on which nothing is left to do: whoever stands before it may be the next in the shop.
    ///
    /// WCAG 2.2.1: twenty seconds to say that one is still there.
    public static let atTheEnd = IdleTimes(maskAfterSeconds: 15, answerWithinSeconds: 20)

    public init(maskAfterSeconds: Int = 90, answerWithinSeconds: Int = 30, homeAfterSeconds: Int = 60) {
        self.maskAfterSeconds = maskAfterSeconds
        self.answerWithinSeconds = answerWithinSeconds
        self.homeAfterSeconds = homeAfterSeconds
    }

    /// WCAG 2.2.1: three times as long for those who read in large print.
    func stretched(for display: Display) -> IdleTimes {
        guard display.large else { return self }
        return IdleTimes(
            maskAfterSeconds: maskAfterSeconds * 3, answerWithinSeconds: answerWithinSeconds * 3,
            homeAfterSeconds: homeAfterSeconds * 3)
    }
}
