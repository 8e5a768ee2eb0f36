import Base

/// Reads `slots.yml`, what can be booked for a service.
///
/// Each figure stands beside `verified`, which says whether a person has compared it with its source.
struct SlotReader {
    static let file = "slots.yml"
    static let required = ["places", "hours", "length", "people", "horizon", "onePerDay"]
    static let optional = ["noShow"]
    static let placesMax = 60
    static let horizonMax = 180

    /// - Returns: What can be booked for a service; nil where there is no such file.
    static func read(_ id: ServiceID, in files: CatalogueFiles, _ report: DefectReport) -> SlotPlan? {
        let path = "\(id.rawValue)/\(file)"
        guard files.exists(path) else { return nil }
        return YAMLFile(path: path, report: report).read(in: files).map(SlotReader().plan)
    }

    func plan(from root: YAMLValue) -> SlotPlan {
        let map = root.mapping(Self.required, optional: Self.optional)
        var unverified: [String] = []
        func figure(_ value: YAMLValue, _ name: String, _ keys: [String], optional: [String] = [])
            -> YAMLMapping
        {
            let figure = value.mapping(keys + ["verified"], optional: optional)
            if !figure["verified"].flag() { unverified.append(name) }
            return figure
        }
        let length = figure(map["length"], "length", ["minutes"])["minutes"].int(in: 5...480)
        let people = figure(map["people"], "people", ["count"])["count"].int(in: 1...500)
        let ahead = horizon(map["horizon"], figure(map["horizon"], "horizon", [], optional: Self.units))
        let isOnePerDay = figure(map["onePerDay"], "onePerDay", ["applies"])["applies"].flag()
        let noShow = map.optional("noShow").map { value in
            let rule = figure(
                value, "noShow", ["missed", "withinMonths", "suspendedMonths", "unmarked"])
            return NoShowRule(
                missed: rule["missed"].int(in: 1...20), withinMonths: rule["withinMonths"].int(in: 1...24),
                suspendedMonths: rule["suspendedMonths"].int(in: 1...24),
                unmarked: rule["unmarked"].word(NoShowRule.Unmarked.kept))
        }
        return SlotPlan(
            places: places(map["places"]), hours: hours(map["hours"], length: length), lengthMinutes: length,
            people: people, horizon: ahead, isOnePerDay: isOnePerDay, noShow: noShow, unverified: unverified)
    }

    private static let units = ["days", "workingDays"]

    private func horizon(_ value: YAMLValue, _ map: YAMLMapping) -> SlotPlan.Horizon {
        let range = 1...Self.horizonMax
        switch (map.optional("days"), map.optional("workingDays")) {
        case (let days?, nil): return .days(days.int(in: range))
        case (nil, let days?): return .workingDays(days.int(in: range))
        default:
            value.refuse("How far ahead people may book is not said once", "Write days or workingDays")
            return .days(1)
        }
    }

    private func places(_ value: YAMLValue) -> [SlotPlan.Place] {
        var known: Set<String> = []
        return value.list(1...Self.placesMax).map { entry in
            let map = entry.mapping(["id", "name"], optional: ["region"])
            let id = map["id"].text(max: 40)
            if !id.isEmpty, !ServiceID.isSlug(id) {
                map["id"].refuse("A place is named by a-z, 0-9 and hyphens", "Write it like siming")
            }
            if !known.insert(id).inserted {
                entry.refuse("Two places are called \"\(id)\"", "Rename one of them")
            }
            return SlotPlan.Place(
                id: id, name: map["name"].localText(max: 40), region: map.optional("region").flatMap(region))
        }
    }

    private func region(_ value: YAMLValue) -> DivisionCode? {
        let code = value.text(max: 6)
        let region = DivisionCode(rawValue: code)
        if !PlaceName.districts.contains(where: { $0.code == code }) {
            value.refuse(
                "No district of the city has the code \"\(code)\"",
                "Write it like \"350203\", in quotes, or leave it out where the whole city's office receives")
        }
        return region
    }

    private func hours(_ value: YAMLValue, length: Int) -> [SlotPlan.Hours] {
        var known: [SlotPlan.Hours] = []
        for entry in value.list(1...30) {
            let map = entry.mapping(["days", "from", "to"])
            let days = Set(map["days"].list(1...OpenDay.allCases.count).map { $0.word(OpenDay.monday) })
            guard let from = minute(map["from"]), let to = minute(map["to"]) else { continue }
            guard from < to, to - from >= length else {
                entry.refuse(
                    "Not one slot of \(length) minutes lies between the hours", "Write longer hours")
                continue
            }
            let open = SlotPlan.Hours(days: days, minutes: from..<to)
            if known.contains(where: {
                !$0.days.isDisjoint(with: days) && $0.minutes.overlaps(open.minutes)
            }) {
                entry.refuse("The hours overlap others of the same day", "Write each hour once")
            }
            known.append(open)
        }
        return known
    }

    private func minute(_ value: YAMLValue) -> Int? {
        let minute = SlotTime.minute(value.text(max: 5))
        if minute == nil { value.refuse("A time of day is expected", "Write it as \"09:30\", in quotes") }
        return minute
    }
}

extension CatalogueCompiler {
    /// Only a service that books has slots, and only one visit at a time can be given back.
    func refuseIdleSlots(_ items: [ServiceItem]) {
        let booking = items.filter { $0.slots != nil }
        for item in booking where item.act != .book || item.handling != .instant {
            report.add(
                "\(item.id.rawValue)/\(SlotReader.file)", 1,
                "Slots stand beside a service that does not book at once",
                remedy: "Write act: book and handling: instant, or remove the file")
        }
        for (_, sharers) in Dictionary(grouping: booking, by: { "\($0.department.rawValue) \($0.object)" })
        where sharers.count > 1 {
            for item in sharers {
                report.add(
                    "\(item.id.rawValue)/\(SlotReader.file)", 1,
                    "\(sharers.count) services book \(item.object), so nobody knows which of them is cancelled",
                    remedy: "Give each an object of its own")
            }
        }
        for item in items
        where item.paper?.statement.contains("{\(AppointmentField.prefix)") == true && item.slots == nil {
            guard !booking.contains(where: { item.cancels($0) }) else { continue }
            report.add(
                "\(item.id.rawValue)/service.yml", 1, "The paper tells of an appointment that nobody books",
                remedy: "Add slots.yml beside the service that books, or write of something else")
        }
    }
}
