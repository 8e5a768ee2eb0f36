import Base

/// A line of the sandbox's `citizens.json`.
struct SandboxCitizen: Decodable {
    let id: String
    let name: String
    let number: String
    let issuer: String
    let validFrom: String
    /// `00000000` for a card without an end.
    let validTo: String
    let labelChinese: String
    let labelEnglish: String

    func sample(_ language: Language) -> SampleCitizen {
        SampleCitizen(
            number: number, name: name, label: language == .english ? labelEnglish : labelChinese, faceID: id,
            validFrom: validFrom, validTo: validTo, issuer: issuer)
    }
}
