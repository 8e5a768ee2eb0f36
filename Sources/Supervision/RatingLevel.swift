/// How satisfied a person is 好差评: five levels, the lower two of which count as bad.
///
/// Source: 国办发〔2019〕51号.
public enum RatingLevel: Int64, Sendable, CaseIterable {
    case verySatisfied = 5
    case satisfied = 4
    case fairlySatisfied = 3
    case dissatisfied = 2
    case veryDissatisfied = 1

    /// 差评: someone has to call back.
    public var isBad: Bool { rawValue <= 2 }

    /// The name of the level in words keys and of its face.
    var name: String {
        switch self {
        case .verySatisfied: "very-satisfied"
        case .satisfied: "satisfied"
        case .fairlySatisfied: "fairly-satisfied"
        case .dissatisfied: "dissatisfied"
        case .veryDissatisfied: "very-dissatisfied"
        }
    }
}
