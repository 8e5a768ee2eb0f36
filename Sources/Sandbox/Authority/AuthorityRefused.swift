/// Why the authority does not take a question; the words stand in the answer.
enum AuthorityRefused: String, Error {
    case malformed
    case signature
    case customer
    case clock
    case mode
    case envelope
    /// The serial number was never given out, or its five minutes are over.
    case serialUnknown = "serial-unknown"
    case serialUsed = "serial-used"
    case keyReused = "key-reused"
}
