/// What an authentication asks about, by the protocol's code.
enum CTIDMode: String, Sendable {
    case nameAndNumber = "0x40"
    case nameNumberAndFace = "0x42"
}
