/// The drawn PDF has not the shape that a seal can be appended to: a fault of ours.
struct SealFault: Error, Hashable {
    let what: String
}
