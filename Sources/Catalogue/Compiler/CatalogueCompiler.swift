import Base
import Foundation
import Synchronization

/// Turns the folder of services into a catalogue, or into the list of everything that is wrong in it.
struct CatalogueCompiler {
    static let servicesMax = 2_000

    let files: CatalogueFiles
    let layouts: LayoutTrial
    private var folder: URL { files.folder }
    let report = DefectReport()

    /// `layouts` reads those of papers that ``refuseUnreadableLayouts(_:)`` is asked about.
    init(files: CatalogueFiles, layouts: @escaping LayoutTrial = { _ in nil }) {
        self.files = files
        self.layouts = layouts
    }

    /// - Parameter readsEvents: Whether events in life and the first page are read too, which name services' parts; who
    ///   asks for one service as it was has no need of them.
    /// - Returns: The catalogue, when there is nothing wrong in it.
    /// - Throws: ``CatalogueDefects`` with every defect found.
    func compile(readsEvents: Bool = true) throws -> Catalogue {
        let departments = readDepartments()
        let registers = departments.flatMap { readRegisters(of: $0.id) }
        let shelf = shelf(departments, registers)
        let items = read(
            departments.flatMap { department in services(of: department.id).map { ($0, department) } }, shelf)
        let calendar = WorkingCalendar.read(in: folder, report)
        let representation = RepresentationRules.read(in: folder, report)
        if representation == nil { refuseRepresentation(items) }
        let reasons = ReasonReader(files: files, report: report).reasons(of: departments)
        refuseStrangers(departments)
        refuseMissingPapers(items)
        refuseSharedCodes(items)
        refuseSharedPictures(items)
        refuseIdleSlots(items)
        // A service whose file cannot be read is complained of once.
        let readsEvents = readsEvents && report.defects.isEmpty
        let featured = readsEvents ? readFeatured(items) : []
        let bundles = readsEvents ? readBundles(items, departments, shelf) : []
        try report.finish()
        let pictureFolders = items.flatMap(\.guide).filter { $0.drawing == nil }.map {
            $0.file.deletingLastPathComponent()
        }
        return Catalogue(
            folder: folder, departments: departments, registers: registers, items: items, featured: featured,
            bundles: bundles,
            pictureFolders: Set(pictureFolders).sorted { $0.path < $1.path }, representation: representation,
            reasons: reasons, calendar: calendar)
    }

    /// What all services share.
    func shelf(_ departments: [Department], _ registers: [Register]) -> CatalogueShelf {
        let pictures = PictureShelf(shared: folder.appending(path: "guide"))
        let spoken = SpokenWords.read(in: folder, report)
        return CatalogueShelf(
            registers: Dictionary(registers.map { ($0.id, $0) }) { first, _ in first }, pictures: pictures,
            steps: readSteps(pictures, spoken), spoken: spoken, departments: Set(departments.map(\.id)),
            licences: LicenceRules.read(in: files, report), partners: PartnerReader.read(in: files, report))
    }

    func readDepartments() -> [Department] {
        guard let root = YAMLFile(path: "departments.yml", report: report).read(in: folder) else { return [] }
        let file = root.mapping(["remedies", "departments"])
        let remedies = remedies(file["remedies"])
        var known: Set<DepartmentID> = []
        return file["departments"].list(1...200).compactMap { entry in
            let map = entry.mapping(["id", "name", "creditCode"], optional: ["remedies"])
            let name = map["name"].localText(max: 40)
            guard let id = DepartmentID(rawValue: map["id"].text()) else {
                map["id"].refuse("A department's id is made of a-z, 0-9 and hyphens", "Write it like police")
                return nil
            }
            if !known.insert(id).inserted {
                entry.refuse("Two departments are called \"\(id.rawValue)\"", "Rename one of them")
                return nil
            }
            do {
                return Department(
                    id: id, name: name, creditCode: try CreditCode(map["creditCode"].text()),
                    remedies: map.optional("remedies").map(self.remedies) ?? remedies)
            } catch {
                map["creditCode"].refuse(
                    "This is no unified social credit code (\(error))",
                    "Copy it from the registration certificate")
                return nil
            }
        }
    }

    func readFeatured(_ items: [ServiceItem]) -> [ServiceID] {
        guard let root = YAMLFile(path: "home.yml", report: report).read(in: folder) else { return [] }
        let known = Set(items.filter(\.selfService).map(\.id))
        return root.mapping(["featured"])["featured"].list(1...12).compactMap { entry in
            guard let id = ServiceID(rawValue: entry.text()), known.contains(id) else {
                entry.refuse(
                    "There is no such service at terminals", "Write one like police/temporary-identity-proof")
                return nil
            }
            return id
        }
    }

    func readBundles(
        _ items: [ServiceItem], _ departments: [Department], _ shelf: CatalogueShelf
    ) -> [LifeBundle] {
        let place = folder.appending(path: LifeBundle.folder)
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? [])
            .filter { $0.hasSuffix(".yml") }.sorted()
        guard let house = departments.first(where: { $0.id.rawValue == "platform" }), !names.isEmpty else {
            return []
        }
        let reader = BundleReader(
            house: house, items: Dictionary(items.map { ($0.id, $0) }) { first, _ in first }, shelf: shelf)
        return names.enumerated().compactMap { index, name in
            YAMLFile(path: "\(LifeBundle.folder)/\(name)", report: report).read(in: files)
                .flatMap { reader.bundle(String(name.dropLast(4)), number: index + 1, from: $0) }
        }
    }

    private func remedies(_ value: YAMLValue) -> Remedies {
        let map = value.mapping(["review", "litigation", "supervision"])
        return Remedies(
            review: map["review"].localText(), litigation: map["litigation"].localText(),
            supervision: map["supervision"].localText())
    }

    /// A department without registers of its own has no file.
    func readRegisters(of department: DepartmentID) -> [Register] {
        let path = "\(department.rawValue)/registers.yml"
        guard FileManager.default.fileExists(atPath: folder.appending(path: path).path) else { return [] }
        return YAMLFile(path: path, report: report).read(in: folder)
            .map(RegisterReader(department: department).registers) ?? []
    }

    private func readSteps(_ pictures: PictureShelf, _ spoken: SpokenWords) -> [String: GuideStep] {
        guard let root = YAMLFile(path: "guide/steps.yml", report: report).read(in: folder) else {
            return [:]
        }
        var steps: [String: GuideStep] = [:]
        for entry in root.mapping(["steps"])["steps"].list(1...60) {
            let map = entry.mapping(["id", "text", "picture", "spoken"])
            let id = map["id"].text(max: 60)
            if steps[id] != nil { entry.refuse("Two steps are called \"\(id)\"", "Rename one of them") }
            steps[id] = CatalogueShelf.step(map, pictures, spoken, nil)
        }
        return steps
    }

    private func services(of department: DepartmentID) -> [ServiceID] {
        files.folders(in: department.rawValue).prefix(Self.servicesMax).compactMap { slug in
            let path = "\(department.rawValue)/\(slug)"
            let id = ServiceID(rawValue: path)
            if id == nil {
                report.add(
                    path, 1, "A service's folder is named by a-z, 0-9 and hyphens",
                    remedy: "Rename it like temporary-identity-proof")
            }
            return id
        }
    }

    /// Reads the services on every core; two hundred files are most of the time a start takes.
    private func read(_ services: [(ServiceID, Department)], _ shelf: CatalogueShelf) -> [ServiceItem] {
        let found = Mutex<[(item: ServiceItem?, defects: [CatalogueDefect])]>(
            Array(repeating: (nil, []), count: services.count))
        DispatchQueue.concurrentPerform(iterations: services.count) { [files] index in
            let (id, department) = services[index]
            let report = DefectReport()
            let reader = ServiceReader(
                id: id, department: department, files: files, shelf: shelf,
                slots: SlotReader.read(id, in: files, report))
            var item = YAMLFile(path: "\(id.rawValue)/service.yml", report: report).read(in: files)
                .map(reader.item)
            // That of the release is walked by its tests, and no start waits for it.
            if files.published["\(id.rawValue)/\(ServicePart.fixture)"] != nil, let known = item,
                !report.isDefective("\(id.rawValue)/service.yml")
            {
                item?.fixture = FixtureReader.read(known, in: files, report)
            }
            found.withLock { $0[index] = (item, report.defects) }
        }
        return found.withLock { found in
            for defect in found.flatMap(\.defects) { report.add(defect) }
            return found.compactMap(\.item)
        }
    }

    /// What a terminal offers ends in paper: the standard one, or one whose layout lies beside it.
    func refuseMissingPapers(_ items: [ServiceItem]) {
        for item in items {
            let hasLayout = files.exists("\(item.id.rawValue)/document.yml")
            if item.paper != nil, hasLayout {
                report.add(
                    "\(item.id.rawValue)/service.yml", line("paper", of: item.id),
                    "There is a document.yml beside a service with a paper of its own",
                    remedy: "Keep one of the two")
            }
            guard item.channels.contains(.terminal), item.paper == nil, !hasLayout else { continue }
            report.add(
                "\(item.id.rawValue)/service.yml", line("channels", of: item.id),
                "There is no document.yml beside the service",
                remedy:
                    "Write what the standard paper says under paper, lay one out, or take the terminal out of the channels"
            )
        }
    }

    /// What would be read, and be known, and could not be drawn when its first case comes to its paper.
    ///
    /// Of what cannot be read itself only that is said.
    func refuseUnreadableLayouts(_ items: [ServiceItem]) {
        guard report.defects.isEmpty else { return }
        for item in items where item.selfService {
            guard let fault = layouts(item) else { continue }
            // Nobody has written the lines of the standard paper: what it says stands in the service.
            let (file, line) =
                item.paper == nil
                ? (ServicePublication.layoutFile, max(1, fault.line))
                : (ServicePublication.serviceFile, line("paper", of: item.id))
            report.add("\(item.id.rawValue)/\(file)", line, fault.what, remedy: fault.remedy)
        }
    }

    /// Where a key of a service stands.
    func line(_ key: String, of id: ServiceID) -> Int {
        LintPlace.key(key).line(of: "\(id.rawValue)/service.yml", in: files)
    }

    private func refuseRepresentation(_ items: [ServiceItem]) {
        for item in items where !item.representation.isEmpty {
            report.add(
                "\(item.id.rawValue)/service.yml", line("representation", of: item.id),
                "The service lets people act for others, and \(RepresentationRules.file) is missing",
                remedy: "Write the file with the ages and their laws, or take out representation")
        }
    }

    /// A folder that no department owns would be left out in silence.
    private func refuseStrangers(_ departments: [Department]) {
        let known = Set(departments.map(\.id.rawValue)).union(["guide", "bundles"])
        for name in files.folders(in: "") where !known.contains(name) {
            report.add(
                name, 1, "The folder belongs to no department",
                remedy: "Add the department to departments.yml, or remove the folder")
        }
    }

    private func refuseSharedCodes(_ items: [ServiceItem]) {
        for (code, sharers) in Dictionary(grouping: items, by: \.implementationCode) where sharers.count > 1 {
            for item in sharers {
                report.add(
                    "\(item.id.rawValue)/service.yml", line("implementationCode", of: item.id),
                    "\(sharers.count) services have the implementation code \(code)",
                    remedy: "Give each its own")
            }
        }
    }

    func refuseSharedPictures(_ items: [ServiceItem]) {
        let steps = items.flatMap { item in item.guide.map { (item: item.id, step: $0) } }
        for (name, uses) in Dictionary(grouping: steps, by: \.step.picture)
        where Set(uses.map(\.step.file)).count > 1 {
            for item in Set(uses.map(\.item)) {
                let path = "\(item.rawValue)/service.yml"
                report.add(
                    path, LintPlace.key("guide").text(name).line(of: path, in: files),
                    "Two different pictures are called \(name)",
                    remedy: "Rename one, or move it to the shared guide folder")
            }
        }
    }
}
