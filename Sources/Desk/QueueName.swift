import Base
import Casework
import Catalogue
import Web

/// Whose queue it is and where, in words.
enum QueueName {
    static func words(_ queue: StepQueue, _ catalogue: Catalogue, _ phrases: Phrases) -> String {
        let language = phrases.language
        let department = DepartmentID(rawValue: queue.department).flatMap { catalogue.department($0) }
        return [department?.name[language] ?? queue.department, place(queue, catalogue, phrases)]
            .joined(separator: " · ")
    }

    /// The district or the other city, or the level above them.
    static func place(_ queue: StepQueue, _ catalogue: Catalogue, _ phrases: Phrases) -> String {
        queue.division.flatMap(catalogue.place)?[phrases.language] ?? queue.division?.rawValue
            ?? phrases("clerk.level.\(queue.level)")
    }
}
