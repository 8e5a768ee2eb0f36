/// What is forgotten together after one period; the schedule gives each its days and its legal basis.
public enum RetentionClass: String, Hashable, Sendable, CaseIterable {
    /// Codes that were sent to a phone, counted from the sending.
    case codes
    /// Consents, counted from the moment they were last given.
    case consents
    /// Visits to a terminal and the print tickets of them, counted from their end.
    case visits
    /// Applications that were begun and never submitted, counted from their opening.
    case unfinished
    /// Applications that came to their end with their history, counted from that end.
    case cases
    /// The bytes of papers, counted from their issue; that a paper is genuine can be told for ever.
    case papers
    /// What persons asked about their data and were answered, counted from the answer.
    case requests
    /// Records of impact assessments, counted from their making.
    case assessments
    /// Persons about whom nothing else is kept, counted from the day they were first met.
    case persons
    /// Finished work of the house itself, counted from its end.
    case work
}
