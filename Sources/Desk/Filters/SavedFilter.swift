import Base
import Casework

/// A list that a clerk comes back to, under a name of her own.
struct SavedFilter: Hashable, Sendable {
    /// **Unit:** characters.
    static let nameMax = 20
    /// **Range:** filters of one clerk.
    static let countMax = 20

    let name: String
    /// Always from its beginning: a place in a list is nothing to come back to.
    let list: DeskList
    /// Whether it is what the desk opens with.
    let isDefault: Bool

    init(name: String, list: DeskList, isDefault: Bool) {
        var list = list
        list.after = nil
        self.name = name
        self.list = list
        self.isDefault = isDefault
    }

    var address: ListAddress { ListAddress(list) }
}
