import Storage

extension Witness {
    /// I2 and I11: whoever was told that she has booked has her seat, no seat is two people's, nobody has two on a day, and what was
    /// given back was given back by herself, and leaves no paper that says otherwise.
    func judgeSeats(
        _ cases: [String: EvidenceStore.CaseRow], _ acknowledged: [String], in db: any SQLConnection
    ) throws {
        let visits = Dictionary(
            uniqueKeysWithValues: try EvidenceStore.visits(in: db).map { ($0.number, $0) })
        let told = acknowledged.compactMap { cases[$0] }
        for row in told where row.service == Matter.visit.id {
            judge(
                .i2Cases, visits[row.number].map { $0.state != "held" } == true,
                "\(row.number) was booked, and has no seat")
        }
        let all = visits.values.sorted { $0.number < $1.number }
        for visit in all {
            judge(
                .i1Rows, cases[visit.number]?.citizen == visit.citizen,
                "the seat of \(visit.number) is another's")
        }
        for (slot, rows) in Dictionary(grouping: all.filter { $0.state != "cancelled" }, by: \.slot) {
            judge(
                .i11Rows, rows.count <= rows.map(\.people).max() ?? 0,
                "\(rows.count) people have a seat at \(slot)")
        }
        for (day, rows) in Dictionary(grouping: all.filter { $0.day != nil }, by: \.day) {
            judge(.i11Rows, rows.count <= 1, "\(rows.count) seats of \(day ?? "")")
        }
        for visit in all where visit.state == "cancelled" {
            let givenBack = cases.values.count {
                $0.service == Matter.cancellation.id && $0.citizen == visit.citizen && $0.state != "open"
            }
            let gone = all.count { $0.state == "cancelled" && $0.citizen == visit.citizen }
            judge(
                .i11Rows, gone <= givenBack,
                "\(gone) seats are gone, and their person gave \(givenBack) back")
            judge(
                .i11Rows, try EvidenceStore.validPapers(of: visit.number, in: db) == 0,
                "the slip of \(visit.number) says that somebody is expected")
        }
    }
}
