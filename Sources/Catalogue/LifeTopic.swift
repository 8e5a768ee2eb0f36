/// When in life a service is wanted.
public enum LifeTopic: String, Sendable, CaseIterable {
    case identity
    case birth
    case school
    case work
    case money
    case home
    case car
    case travel
    case marriage
    case illness
    case oldAge = "old-age"
    case disability
    case death
    case business
    case leisure
    case complaint
}
