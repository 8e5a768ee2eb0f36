import Base
public import Wire

/// The reader of identity cards.
///
/// Contract: one reading at a time; a reading ends within ``SerialCardReader/readingMax`` whatever the device does;
/// what was read is handed over and not kept.
public protocol CardReader: Sendable {
    /// Waits up to `wait` for a card and reads it once.
    func read(wait: Duration) async throws(CardRefused) -> CardReading
    /// The module's own number; nil when it does not answer.
    func serial() async -> String?
}

extension CardReading {
    /// Whether the card's last day is before `today`.
    func isExpired(on today: CalendarDate) -> Bool {
        guard validTo != "00000000", let last = CalendarDate(compact: validTo) else { return false }
        return last < today
    }
}
