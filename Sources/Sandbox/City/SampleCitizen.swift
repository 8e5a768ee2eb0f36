public import Base

/// A person of the sample city; nobody real: the sequences 980 to 995 of a day are not handed out.
public struct SampleCitizen: Sendable, Hashable {
    /// A short name without personal data, such as `chen-jing`; stands in addresses of faces.
    public let id: String
    public let name: String
    public let number: CitizenNumber
    /// The nationality's name without 族.
    public let nation: String
    public let address: String
    public let phone: Phone?
    /// The office that issued the identity card.
    public let issuer: String
    public let cardFrom: CalendarDate
    /// Nil for a card without an end 长期.
    public let cardUntil: CalendarDate?
    /// What the drawn face is derived from; see ``SampleFace``.
    public let faceSeed: UInt64
    /// Ids of those who are her parents on record.
    public var parents: [String] = []
    /// What trying this person shows, in Chinese and in English.
    public let label: Label
    /// How the foreign systems behave when they are asked about this person.
    public let behaviour: Behaviour

    public struct Label: Sendable, Hashable {
        public let chinese: String
        public let english: String

        public func text(_ language: Language) -> String {
            language == .english ? english : chinese
        }
    }

    /// Faults chosen by the data; nil is the ordinary course.
    public struct Behaviour: Sendable, Hashable {
        public let authority: AuthorityFault?
        public let registers: [String: RegisterFault]
        public let messages: MessageFault?

        public var isOrdinary: Bool { authority == nil && registers.isEmpty && messages == nil }
    }
}

/// What the sandbox authority does wrong for a person.
public enum AuthorityFault: String, Sendable, CaseIterable {
    /// Says that name and number do not belong together (`5XXX`).
    case mismatch
    /// Says that the face is another's (`05XX`).
    case faceMismatch = "face-mismatch"
    /// Answers only after ``SandboxConfig/stall``.
    case stall
    /// Answers 500.
    case error
    /// Breaks off in the middle of the answer.
    case half
    /// Answers for one of the requested positions only.
    case partial
    /// Answers with the serial number of another question.
    case otherSerial = "other-serial"
    /// Signs with a key that nobody knows.
    case wrongSignature = "wrong-signature"
    /// Answers a result that is not four characters.
    case malformed
    /// Has never heard of the person.
    case unknown
}

/// What a sandbox register does wrong for a person.
public enum RegisterFault: String, Sendable, CaseIterable {
    /// Answers 503.
    case down
    /// Answers only after ``SandboxConfig/stall``.
    case slow
    /// Answers, well signed, about another person.
    case otherPerson = "other-person"
    /// Leaves the signature out.
    case unsigned
    /// Adds a field that was not asked for.
    case extraFields = "extra-fields"
    /// Holds nothing about the person; a regular, signed answer.
    case nothing
    /// Signs an answer that is not in the agreed form.
    case garbled
}

/// What the sandbox message gateway does wrong for a person's phone.
public enum MessageFault: String, Sendable, CaseIterable {
    /// Answers 503.
    case down
    /// Answers only after ``SandboxConfig/stall``.
    case slow
}
