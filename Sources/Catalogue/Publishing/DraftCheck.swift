import Base
import Foundation

/// What a draft would be: the service, or everything that is wrong in its files.
public struct DraftCheck: Sendable {
    /// Nil as long as there is a defect.
    public let item: ServiceItem?
    /// By file and line.
    public let defects: [CatalogueDefect]
}

extension CatalogueCompiler {
    /// Compiles one service with what all of them share, in a small part of the time that the whole catalogue takes.
    ///
    /// What concerns several services is looked at against those of `offered`; the whole is compiled before it is published.
    func check(_ id: ServiceID, beside offered: Catalogue) -> DraftCheck {
        let departments = readDepartments()
        let path = "\(id.rawValue)/service.yml"
        guard let department = departments.first(where: { $0.id == id.department }) else {
            report.add(
                path, 1, "There is no department \(id.department.rawValue)",
                remedy: "Add it to departments.yml")
            return DraftCheck(item: nil, defects: report.defects.sorted())
        }
        let reader = ServiceReader(
            id: id, department: department, files: files,
            shelf: shelf(departments, departments.flatMap { readRegisters(of: $0.id) }),
            slots: SlotReader.read(id, in: files, report))
        var item = YAMLFile(path: path, report: report).read(in: files).map(reader.item)
        if let known = item, !report.isDefective(path) { item?.fixture = fixture(of: known) }
        if let item {
            refuseMissingPapers([item])
            for other in offered.items
            where other.id != id && other.implementationCode == item.implementationCode {
                report.add(
                    path, 1,
                    "\(other.id.rawValue) has the implementation code \(item.implementationCode) already",
                    remedy: "Give each its own")
            }
        }
        let defects = report.defects.sorted()
        return DraftCheck(item: defects.isEmpty ? item : nil, defects: defects)
    }

    /// The journey that is written with the draft; one of the release says how the pages are filled as long as it fits, and
    /// holds up nothing.
    private func fixture(of item: ServiceItem) -> ServiceFixture? {
        let isWritten = files.published["\(item.id.rawValue)/\(ServicePart.fixture)"] != nil
        let report = isWritten ? report : DefectReport()
        let fixture = FixtureReader.read(item, in: files, report)
        return report.defects.isEmpty ? fixture : nil
    }
}
