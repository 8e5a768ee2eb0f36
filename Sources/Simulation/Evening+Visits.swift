import Storage

extension Evening {
    /// I2 and I11: whoever was told that she has booked has her seat, no seat is two people's, nobody has two on a day, and what was
    /// given back was given back by herself, and leaves no paper that says otherwise.
    func checkVisits(
        _ cases: [String: EvidenceStore.CaseRow], _ acknowledged: [String], in db: any SQLConnection
    ) throws {
        let witness = city.witness
        let visits = Dictionary(
            uniqueKeysWithValues: try EvidenceStore.visits(in: db).map { ($0.number, $0) })
        let told = acknowledged.compactMap { cases[$0] }
        for row in told where row.service == Matter.visit.id {
            guard let visit = visits[row.number], visit.state != "held" else {
                witness.report("I2", "\(row.number) was booked, and has no seat")
                continue
            }
        }
        let all = visits.values.sorted { $0.number < $1.number }
        for visit in all where cases[visit.number]?.citizen != visit.citizen {
            witness.report("I1", "the seat of \(visit.number) is another's")
        }
        for (slot, rows) in Dictionary(grouping: all.filter { $0.state != "cancelled" }, by: \.slot)
        where rows.count > rows.map(\.people).max() ?? 0 {
            witness.report("I11", "\(rows.count) people have a seat at \(slot)")
        }
        for (day, rows) in Dictionary(grouping: all.filter { $0.day != nil }, by: \.day)
        where rows.count > 1 {
            witness.report("I11", "\(rows.count) seats of \(day ?? "")")
        }
        for visit in all where visit.state == "cancelled" {
            let givenBack = cases.values.count {
                $0.service == Matter.cancellation.id && $0.citizen == visit.citizen && $0.state != "open"
            }
            let gone = all.count { $0.state == "cancelled" && $0.citizen == visit.citizen }
            if gone > givenBack {
                witness.report("I11", "\(gone) seats are gone, and their person gave \(givenBack) back")
            }
            if try EvidenceStore.validPapers(of: visit.number, in: db) > 0 {
                witness.report("I11", "the slip of \(visit.number) says that somebody is expected")
            }
        }
    }
}
