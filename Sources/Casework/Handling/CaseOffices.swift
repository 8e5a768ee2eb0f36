public import Base
public import Catalogue
public import Storage
import Stations

/// The offices that have to do with a case.
public enum CaseOffices {
    public struct Office: Hashable, Sendable {
        public let department: DepartmentID
        /// Nil for the whole city's.
        public let division: DivisionCode?
    }

    /// Of each step the one whose queue it is in.
    ///
    /// A department that decides nothing in a district is there where the case was
    /// handed in; one that does, in those districts and in its office of the whole city alone.
    public static func all(of file: CaseFile, in db: any SQLConnection) throws -> Set<Office> {
        let station = try file.terminal.flatMap { try TerminalPlace.division(of: $0, in: db) }
        let steps = try CaseStepStore.all(of: file.number, in: db)
        let inDistricts = Set(steps.filter { $0.queue.division != nil }.map(\.department))
        var offices = Set(
            steps.map { step in
                Office(
                    department: step.department,
                    division: step.queue.division
                        ?? (inDistricts.contains(step.department) ? nil : station))
            })
        let own = file.service.department
        if !offices.contains(where: { $0.department == own }) {
            offices.insert(Office(department: own, division: station))
        }
        return offices
    }

    /// The district in which a case's own department has decided it, else the one where it was handed in; nil for neither.
    ///
    /// What another city's office has decided is this city's paper all the same.
    static func division(of file: CaseFile, in db: any SQLConnection) throws -> DivisionCode? {
        let own = try CaseStepStore.all(of: file.number, in: db)
            .filter { $0.department == file.service.department }
        return try own.sorted { $0.place < $1.place }.compactMap(\.queue.division)
            .last { !$0.isOtherCity }
            ?? file.terminal.flatMap { try TerminalPlace.division(of: $0, in: db) }
    }
}
