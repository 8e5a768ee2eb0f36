import Base

/// Reads which papers are one, though the services of an event call them by different names.
extension BundleReader {
    func papers(_ value: YAMLValue?, among services: [ServiceID]) -> [LifeBundle.Paper] {
        var taken: Set<String> = []
        return (value?.list(1...20) ?? []).map { entry in
            let map = entry.mapping(["name", "materials"])
            var names: [ServiceID: Set<LocalText>] = [:]
            for line in map["materials"].list(2...20) {
                let text = line.text(max: 150)
                guard let (service, material) = material(text, among: services) else {
                    line.refuse(
                        "No service of the bundle has a material of this name",
                        "Write <department>/<slug>#<its name in Mandarin>")
                    continue
                }
                if !taken.insert(text).inserted {
                    line.refuse(
                        "\(text) is one paper, and stands here twice", "Leave it under one name alone")
                }
                names[service, default: []].insert(material.name)
            }
            return LifeBundle.Paper(name: map["name"].localText(max: 30), names: names)
        }
    }

    private func material(_ text: String, among services: [ServiceID]) -> (ServiceID, Material)? {
        let parts = text.split(separator: "#", maxSplits: 1).map(String.init)
        guard parts.count == 2, let id = ServiceID(rawValue: parts[0]), services.contains(id),
            let material = items[id]?.materials.first(where: { $0.name[.mandarin] == parts[1] })
        else { return nil }
        return (id, material)
    }
}
