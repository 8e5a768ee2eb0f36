/// What a printer says of a job (RFC 8011 5.3.7).
struct IPPJob: Hashable, Sendable {
    let state: Int32
    let reasons: [String]
    let pages: Int

    var isCompleted: Bool { state == 9 }
    /// Cancelled or aborted.
    var isGivenUp: Bool { state == 7 || state == 8 }
    /// Pending, held, processing or stopped.
    var isAlive: Bool { state >= 3 && state <= 6 }
    var hasStarted: Bool { state >= 5 }
}
