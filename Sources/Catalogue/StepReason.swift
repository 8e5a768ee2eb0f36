import Base
import Foundation

/// Why a department says no at a step, or asks for answers again; the clerk adds what the words do not say.
public struct StepReason: Hashable, Sendable {
    public enum Act: String, Hashable, Sendable, CaseIterable {
        case refusal
        case correction
    }

    /// One among those of its department and the common ones.
    public let id: String
    public let act: Act
    public let words: LocalText
    /// Nil for what every department may say.
    let department: DepartmentID?
    /// Of which services alone it is said; none: of all.
    let services: Set<ServiceID>

    /// `service` nil asks for what is said of every service.
    func isSaid(_ act: Act, by department: DepartmentID, of service: ServiceID?) -> Bool {
        act == self.act && (self.department ?? department) == department
            && (services.isEmpty || service.map(services.contains) == true)
    }
}

extension Catalogue {
    /// What a department may say at a step of a service, or of any where that is nil.
    ///
    /// - Returns: What is of the service first, then of the department, then of all.
    public func reasons(
        _ act: StepReason.Act, by department: DepartmentID, of service: ServiceID?
    ) -> [StepReason] {
        let said = reasons.filter { $0.isSaid(act, by: department, of: service) }
        return said.filter { !$0.services.isEmpty }
            + said.filter { $0.services.isEmpty && $0.department != nil }
            + said.filter { $0.services.isEmpty && $0.department == nil }
    }

    /// - Returns: Nil for what is not said there, or no more.
    public func reason(
        _ id: String, for act: StepReason.Act, by department: DepartmentID, of service: ServiceID
    ) -> StepReason? {
        reasons.first { $0.id == id && $0.isSaid(act, by: department, of: service) }
    }
}

extension LocalText {
    /// As a row keeps what was said, whatever becomes of the file that it came from.
    public var kept: String {
        let texts = Dictionary(uniqueKeysWithValues: Language.allCases.map { ($0.rawValue, self[$0]) })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(texts)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// - Returns: Nil for what ``kept`` has not written.
    public init?(kept text: String) {
        guard let texts = try? JSONDecoder().decode([String: String].self, from: Data(text.utf8)),
            let mandarin = texts[Language.mandarin.rawValue],
            let english = texts[Language.english.rawValue],
            let minnan = texts[Language.minnan.rawValue]
        else { return nil }
        self.init(mandarin: mandarin, english: english, minnan: minnan)
    }
}
