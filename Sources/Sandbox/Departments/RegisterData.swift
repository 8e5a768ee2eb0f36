import Base

/// What the registers hold about the people of the sample city, derived from each person's seed.
///
/// Money is in fen, days are `yyyy-mm-dd`, months `yyyy-mm`, the newest first. Kinds of insurance say `paid` or `-`.
struct RegisterData {
    /// Who is whose parent: the household register 户籍, asked only when somebody acts for another.
    static let relations = "police/relations"

    static let fields: [String: Set<String>] = [
        "police/residents": ["name", "sex", "nation", "birthDate", "address", "number", "issuer"],
        relations: ["name", "number", "children", "parents"],
        "insurance/participation": ["name", "number", "employer", "insuredSince", "status", "months"],
        "fund/contributions": [
            "name", "number", "employer", "account", "monthlyDeposit", "balance", "paidUntil", "deposits",
        ],
    ]

    private static let employers = [
        "厦门样板电子有限公司", "厦门样板航运有限公司", "厦门样板食品有限公司", "厦门样板软件有限公司",
        "厦门样板旅游有限公司", "厦门样板建设有限公司",
    ]
    private static let monthsShown = 12

    let city: SampleCity
    let world: World

    func entries(_ resource: String, about citizen: SampleCitizen) -> [String: RegisterEntry] {
        switch resource {
        case "police/residents": police(citizen)
        case Self.relations: family(citizen)
        case "insurance/participation": insurance(citizen)
        case "fund/contributions": fund(citizen)
        default: [:]
        }
    }

    private func police(_ citizen: SampleCitizen) -> [String: RegisterEntry] {
        [
            "name": .text(citizen.name), "sex": .text(citizen.number.sex == .male ? "男" : "女"),
            "nation": .text(citizen.nation), "birthDate": .text(citizen.number.birthDate.description),
            "address": .text(citizen.address), "number": .text(citizen.number.text),
            "issuer": .text(citizen.issuer),
        ]
    }

    private func family(_ citizen: SampleCitizen) -> [String: RegisterEntry] {
        [
            "name": .text(citizen.name), "number": .text(citizen.number.text),
            "children": .table(rows(city.citizens.filter { $0.parents.contains(citizen.id) })),
            "parents": .table(rows(citizen.parents.compactMap(city.citizen(id:)))),
        ]
    }

    private func rows(_ people: [SampleCitizen]) -> [[String: String]] {
        people.map { ["name": $0.name, "number": $0.number.text] }
    }

    private func insurance(_ citizen: SampleCitizen) -> [String: RegisterEntry] {
        var from = SeededGenerator(citizen.faceSeed ^ 0x1A5)
        let employer = from.pick(Self.employers)
        let works = isOfWorkingAge(citizen)
        let since = max(citizen.number.birthDate.year + 22, 2008) + Int(from.next() % 3)
        let gap = Int(from.next() % 40)
        let rows = months().enumerated().map { index, month in
            // A month without pay between two employers makes the table worth reading.
            let paid = works && index != gap ? "paid" : "-"
            return [
                "month": month, "pension": paid, "medical": works ? "paid" : "-", "unemployment": paid,
                "injury": paid, "maternity": paid,
            ]
        }
        return [
            "name": .text(citizen.name), "number": .text(citizen.number.text),
            "employer": .text(works ? employer : "-"),
            "insuredSince": .text(works ? "\(since)-07" : "-"),
            "status": .text(works ? "参保缴费" : age(citizen) >= 60 ? "领取待遇" : "未参保"),
            "months": .table(works ? rows : []),
        ]
    }

    private func fund(_ citizen: SampleCitizen) -> [String: RegisterEntry] {
        var from = SeededGenerator(citizen.faceSeed ^ 0xF0D)
        let employer = from.pick(Self.employers)
        let works = isOfWorkingAge(citizen)
        let deposit = 10_000 * Int(from.number(8, 42))
        let balance = deposit * Int(from.number(6, 60)) + Int(from.next() % 10_000)
        let account = "3502****" + String(1_000 + from.next() % 9_000)
        let shown = works ? months() : []
        // Whoever has retired has an account still, until she takes all of it.
        let worked = works || age(citizen) >= 60
        return [
            "name": .text(citizen.name), "number": .text(citizen.number.text),
            "employer": .text(works ? employer : "-"), "account": .text(worked ? account : "-"),
            "monthlyDeposit": .text(String(works ? deposit : 0)),
            "balance": .text(String(worked ? balance : 0)), "paidUntil": .text(shown.first ?? "-"),
            "deposits": .table(
                shown.map { ["month": $0, "employer": employer, "deposit": String(deposit)] }),
        ]
    }

    private func age(_ citizen: SampleCitizen) -> Int {
        citizen.number.birthDate.age(on: CalendarDate(inChinaAt: world.now()))
    }

    private func isOfWorkingAge(_ citizen: SampleCitizen) -> Bool { (22..<60).contains(age(citizen)) }

    /// The months before this one in China, newest first.
    private func months() -> [String] {
        let today = CalendarDate(inChinaAt: world.now())
        return (1...Self.monthsShown).map { back in
            let count = today.year * 12 + today.month - 1 - back
            return String(count / 12).leftPadded(to: 4) + "-" + String(count % 12 + 1).leftPadded(to: 2)
        }
    }
}
