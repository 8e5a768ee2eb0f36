/// What can be wrong with the simulated reader.
public enum ReaderFault: String, Sendable, CaseIterable {
    case none
    /// The card leaves while its chip is being read: half an answer, then nothing.
    case pulled
    /// Every answer to a reading carries a wrong checksum.
    case wrongChecksum
    /// Noise stands before every answer, a false preamble among it.
    case garbage
    /// The module answers nothing at all.
    case silence
}
