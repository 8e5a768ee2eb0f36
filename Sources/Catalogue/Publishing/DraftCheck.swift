import Base
import Foundation

/// What a draft would be: the service, or everything that is wrong in its files.
public struct DraftCheck: Sendable {
    /// Nil as long as its own files have a defect.
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
        let shelf = shelf(departments, departments.flatMap { readRegisters(of: $0.id) })
        var item = read(id, departments, shelf)
        if let known = item, !report.isDefective(path) { item?.fixture = fixture(of: known) }
        if let item {
            refuseMissingPapers([item])
            for other in offered.items
            where other.id != id && other.implementationCode == item.implementationCode {
                report.add(
                    path, line("implementationCode", of: id),
                    "\(other.id.rawValue) has the implementation code \(item.implementationCode) already",
                    remedy: "Give each its own")
            }
        }
        let isSound = report.defects.isEmpty
        if isSound, let item { refuseUnfit(item, departments, shelf, beside: offered) }
        return DraftCheck(item: isSound ? item : nil, defects: report.defects.sorted())
    }

    /// Compiles services as other releases had them, for their cases: each by its own files and what all of them share by now.
    ///
    /// What its neighbours are, and what other files name of it, is not looked at.
    ///
    /// - Returns: In their order.
    func other(_ all: [ReleasedVersion]) -> [DraftCheck] {
        let departments = readDepartments()
        let shelf = shelf(departments, departments.flatMap { readRegisters(of: $0.id) })
        return all.map { one in
            let own = CatalogueCompiler(
                files: CatalogueFiles(folder: files.folder, published: one.overFolder), layouts: layouts)
            guard one.isWhole else {
                own.report.add(
                    "\(one.version.service.rawValue)/\(ServicePublication.serviceFile)", 1,
                    "What the database has of version \(one.version.number) is not what was kept",
                    remedy: "Put service_releases back from a backup")
                return DraftCheck(item: nil, defects: own.report.defects)
            }
            let item = own.read(one.version.service, departments, shelf)
            if let item {
                own.refuseMissingPapers([item])
                own.refuseUnreadableLayouts([item])
            }
            let defects = own.report.defects.sorted()
            return DraftCheck(
                item: item.flatMap { defects.isEmpty && $0.version == one.version.number ? $0 : nil },
                defects: defects)
        }
    }

    /// One service by its own files and what all of them share.
    private func read(
        _ id: ServiceID, _ departments: [Department], _ shelf: CatalogueShelf
    ) -> ServiceItem? {
        let path = "\(id.rawValue)/service.yml"
        guard let department = departments.first(where: { $0.id == id.department }) else {
            report.add(
                path, 1, "There is no department \(id.department.rawValue)",
                remedy: "Add it to departments.yml")
            return nil
        }
        let reader = ServiceReader(
            id: id, department: department, files: files, shelf: shelf,
            slots: SlotReader.read(id, in: files, report))
        return YAMLFile(path: path, report: report).read(in: files).map(reader.item)
    }

    /// What other files name of the service, they must still find: events in life and the first page come with a release, and
    /// whoever writes the service cannot mend them.
    private func refuseUnfit(
        _ item: ServiceItem, _ departments: [Department], _ shelf: CatalogueShelf, beside offered: Catalogue
    ) {
        let whole = CatalogueCompiler(files: files)
        let items = offered.with(item).items
        whole.refuseSharedPictures(items)
        whole.refuseIdleSlots(items)
        _ = whole.readFeatured(items)
        _ = whole.readBundles(items, departments, shelf)
        let own = whole.report.defects.filter { $0.file.hasPrefix("\(item.id.rawValue)/") }
        for defect in own { report.add(defect) }
        // Of what is wrong between two services the file of each says the same.
        for defect in whole.report.defects where !own.contains(where: { $0.message == defect.message }) {
            report.add(
                "\(item.id.rawValue)/service.yml", 1,
                "\(defect.file), line \(String(defect.line)), fits this no more: \(defect.message)",
                remedy: "Leave what it names as it was, or have that file changed with a release first")
        }
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
