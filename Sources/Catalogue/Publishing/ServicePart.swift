/// A file of a service's folder besides `service.yml` and `document.yml` that its department writes at the desk.
///
/// Each stands over the file of the same name in the folder that the release brought; one that is emptied leaves that one
/// in place, and ``ServiceFiles/removed`` says which of those this version is without.
public enum ServicePart {
    /// What can be booked.
    public static let slots = SlotReader.file
    /// What is said aloud at steps of the service's own, in the three languages.
    public static let spoken = "guide/spoken.yml"
    /// What an ordinary person answers.
    public static let fixture = "fixtures/ordinary.yml"
    /// What every service can have; pictures come by names of their own.
    public static let fixed = [slots, spoken, fixture]
    /// Those of them that cases are read by.
    static let ofCases = [slots, spoken]

    /// **Range:** files of one service.
    public static let countMax = 16
    /// **Unit:** bytes of one picture, which goes with every page that shows it.
    public static let pictureBytesMax = 32_768
    /// **Unit:** bytes of all of them together.
    public static let bytesMax = 262_144

    /// Whether a service's folder has a file of this name, written as below the folder.
    public static func isName(_ name: String) -> Bool { fixed.contains(name) || isPicture(name) }

    /// `guide/take-my-paper.svg`.
    public static func isPicture(_ name: String) -> Bool { pictureName(name) != nil }

    /// The name that a guide's step gives a picture; nil for what is none.
    static func pictureName(_ name: String) -> String? {
        guard name.hasPrefix("guide/"), name.hasSuffix(".svg"),
            ServiceID.isSlug(name.dropFirst("guide/".count).dropLast(".svg".count))
        else { return nil }
        return String(name.dropFirst("guide/".count))
    }
}
