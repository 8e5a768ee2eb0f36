import Base
import Sandbox
import Terminal
import Testing
import Wire

@testable import Simulation

/// The witness of the city: one violation of each thing that it looks at is shown to it, and the same without.
@Suite("The witness") struct WitnessTests {
    @Test(arguments: Judgement.allCases) func whatIsWrongIsReported(judgement: Judgement) async throws {
        let scene = try await WitnessScene()

        try await show(judgement, isWrong: true, to: scene)

        #expect(Set(scene.witness.violations.map(\.invariant)) == [judgement.rawValue])
    }

    @Test(arguments: Judgement.allCases) func whatIsRightIsCounted(judgement: Judgement) async throws {
        let scene = try await WitnessScene()

        try await show(judgement, isWrong: false, to: scene)

        #expect(scene.witness.violations.isEmpty, "\(scene.witness.violations)")
        #expect(scene.witness.judged[judgement, default: 0] > 0)
    }

    enum Onward: CaseIterable {
        case sameTerminal, stopWasLost, otherTerminal
    }

    @Test(arguments: Onward.allCases) func aServiceGoesOnOnlyElsewhereOrWhereItsStopWasLost(
        _ onward: Onward
    ) async throws {
        let scene = try await WitnessScene()
        let question = #"{"caseNumber":"C1","subject":"hers"}"#
        try scene.keepCase("C1", "open")
        try scene.leaf("register.asked", "C1")

        let life = scene.isAnswered(question, #"{"caseNumber":"C1","subject":"another's"}"#)
        if onward == .stopWasLost { scene.witness.faltered(life) }
        scene.pass(WitnessScene.later)
        try scene.leaf("register.asked", "C1", from: onward == .otherTerminal ? "terminal-1" : "terminal-0")
        scene.asks(question)

        let isWrong = onward == .sameTerminal
        #expect(scene.witness.violations.map(\.invariant) == (isWrong ? [Judgement.i1Stops.rawValue] : []))
    }

    /// A department forgets what it signed for, has it for another case, or was told of somebody else.
    @Test(
        arguments: [("C1", true, nil), (nil, true, .i2Cases), ("C2", true, .i2Cases), ("C1", false, .i1Rows)]
            as [(String?, Bool, Judgement?)])
    func aReceiptIsInItsDepartmentsBooks(number: String?, isHers: Bool, reported: Judgement?) async throws {
        let scene = try await WitnessScene()
        let person = isHers ? scene.her : scene.other
        try scene.keepCase("C1", "issued")
        try scene.keepReceipt("POLICE-000001", of: "C1")

        try scene.departments(have: number.map { ($0, person.number.text) })

        #expect(scene.witness.violations.map(\.invariant) == [reported?.rawValue].compactMap { $0 })
        #expect(scene.witness.judged[.i2Cases, default: 0] == 1)
    }

    private func show(_ judgement: Judgement, isWrong: Bool, to scene: WitnessScene) async throws {
        switch judgement {
        case .i1Pages, .i1Cases, .i1Thieves, .i9Out, .i9Nothing, .i12Thieves, .i8Visitors, .i5Log, .i6Disks:
            try seen(judgement, isWrong, scene)
        case .i1Papers, .i1Tickets, .i9Unknown, .i9Presses, .i10Prints, .i11Prints, .i11Disks:
            try printed(judgement, isWrong, scene)
        case .i1Answers, .i1Rows, .i2Cases, .i3Presses, .i4Acts, .i9Copies, .i11Rows:
            try kept(judgement, isWrong, scene)
        case .i1Codes, .i1Stops, .i4Questions, .i4Codes, .i4Papers, .i4Outcomes, .i7Terminals, .i8Codes,
            .i10Papers,
            .i10Codes, .i11Papers, .i11Requests, .i11Codes, .i12Tokens, .i12Visits:
            try sent(judgement, isWrong, scene)
        }
    }

    /// What somebody sees at a screen, or finds.
    private func seen(_ judgement: Judgement, _ isWrong: Bool, _ scene: WitnessScene) throws {
        let (witness, her, other) = (scene.witness, scene.her, scene.other)
        let stranger = isWrong ? other.number.text : ""
        witness.stands(her, for: nil, at: WitnessScene.terminal)
        switch judgement {
        case .i1Pages: scene.shows("/", her.number.text + stranger)
        case .i1Cases:
            witness.acknowledged("C1", by: isWrong ? other : her, for: nil)
            scene.shows("/cases/C1/check", "")
        case .i1Thieves: witness.stolen(403, Array(stranger.utf8), "a thief")
        case .i12Thieves: witness.stolen(isWrong ? 200 : 403, [], "a thief")
        case .i9Out:
            if !isWrong { try scene.comesOut("T1") }
            scene.shows("/cases/C1/paper", #"<a href="/cases/C1/rating">1</a>"#)
        case .i9Nothing:
            witness.pressedPrint(WitnessScene.sheet, key: "key", again: false)
            if isWrong { try scene.comesOut("T1") }
            scene.shows("/cases/C1/paper?problem=printer-jam", #"<form action="/terminal/print"></form>"#)
        case .i8Visitors: witness.left(her, isServed: !isWrong, after: .seconds(3))
        case .i5Log: witness.readLog(isWrong ? ["a leaf is gone"] : [])
        default: witness.requireNobody(in: Array(stranger.utf8), .i6Disks, "on a disk")
        }
    }

    /// What a printer does.
    private func printed(_ judgement: Judgement, _ isWrong: Bool, _ scene: WitnessScene) throws {
        let (witness, her, other) = (scene.witness, scene.her, scene.other)
        witness.stands(her, for: nil, at: WitnessScene.terminal)
        switch judgement {
        case .i1Papers: try scene.comesOut("T1", her.number.text + (isWrong ? other.number.text : ""))
        case .i1Tickets:
            witness.sent(ticket: "T1", isStray: isWrong)
            scene.prints("T1")
        case .i9Unknown: scene.prints("T1", outcome: isWrong ? "" : "\"unknown\"")
        case .i9Presses: try scene.comesOut("T1", isPressed: !isWrong)
        case .i10Prints:
            try scene.givesTicket("T1")
            scene.pass(.seconds(isWrong ? 63 : 1))
            scene.prints("T1")
        case .i11Disks: scene.prints("T1", spent: isWrong ? "" : "T1")
        default: for _ in 1...(isWrong ? 2 : 1) { scene.prints("T1") }
        }
    }

    /// What stands in the database when the day is over.
    private func kept(_ judgement: Judgement, _ isWrong: Bool, _ scene: WitnessScene) throws {
        let (witness, her) = (scene.witness, scene.her)
        switch judgement {
        case .i1Answers:
            try scene.keepCase("C1", "open")
            try scene.leaf("register.answered", "C1")
            if !isWrong { witness.isAnswered("C1") }
        case .i1Rows:
            try scene.keepCase("C1", "open")
            try scene.keepSeat("C1", of: isWrong ? "somebody" : scene.citizen.rawValue)
        case .i2Cases:
            try scene.keepCase("C1", isWrong ? "open" : "submitted")
            witness.acknowledged("C1", by: her, for: nil)
        case .i3Presses:
            witness.pressedSubmit(by: her, for: nil, "/cases/C1/submission", key: "key")
            for number in isWrong ? ["C1", "C2"] : ["C1"] { try scene.keepCase(number, "submitted") }
        case .i4Acts:
            try scene.keepCase("C1", "open")
            if isWrong { try scene.leaf("case.opened", "C1") }
        case .i9Copies:
            try scene.keepCase("C1", "delivered")
            try scene.keepPaper(tickets: ["T1", "T2"])
            for action in ["document.sealed", "ticket.issued", "ticket.issued"] {
                try scene.leaf(action, "C1")
            }
            witness.pressedPrint(WitnessScene.sheet, key: "key", again: !isWrong)
        default: try scene.keepCase("C1", isWrong ? "issued" : "open")
        }
        try scene.evening()
    }

    /// What goes over the lines.
    private func sent(_ judgement: Judgement, _ isWrong: Bool, _ scene: WitnessScene) throws {
        let (witness, her, other) = (scene.witness, scene.her, scene.other)
        witness.stands(her, for: nil, at: WitnessScene.terminal)
        switch judgement {
        case .i1Codes:
            try scene.sendsCode("123456")
            scene.believes(isWrong ? "654321" : "123456")
        case .i10Codes:
            try scene.sendsCode("123456")
            scene.pass(.seconds(isWrong ? 306 : 1))
            scene.believes("123456")
        case .i11Codes:
            try scene.sendsCode("123456")
            for session in isWrong ? ["S1", "S2"] : ["S1"] { scene.believes("123456", in: session) }
        case .i8Codes:
            try scene.sendsCode("123456")
            if isWrong { try scene.refuses("123456") } else { scene.believes("123456") }
        case .i4Codes: try scene.sendsCode("123456", isKept: !isWrong)
        case .i4Questions:
            if !isWrong { try scene.leaf("register.asked", "C1") }
            scene.arrives("/registers/police/residents", #"{"caseNumber":"C1","subject":"somebody"}"#)
        case .i1Stops:
            try scene.reports(.mismatch)
            scene.pass(.seconds(isWrong ? 7 : 1))
            scene.answers("/")
        case .i4Outcomes:
            if !isWrong { try scene.leaf("print.ended", "C1") }
            try scene.reports(.printed)
        case .i4Papers, .i10Papers, .i11Papers:
            try scene.keepPaper(tickets: ["T1"])
            if judgement != .i4Papers || !isWrong { try scene.leaf("paper.fetched", "C1") }
            try scene.givesTicket("T1")
            scene.pass(.seconds(judgement == .i10Papers && isWrong ? 63 : 1))
            for _ in 1...(judgement == .i11Papers && isWrong ? 2 : 1) { scene.answers("/papers/T1") }
        case .i7Terminals:
            witness.revoked(WitnessScene.terminal)
            scene.pass(.seconds(61))
            scene.answers("/", status: isWrong ? 200 : 403)
        case .i11Requests:
            for _ in 1...(isWrong ? 2 : 1) { scene.answers("/", ["Signature-Input": "once"]) }
        case .i12Tokens:
            for name in isWrong ? ["terminal-0", "terminal-1"] : ["terminal-0"] {
                scene.answers("/", giving: "token", from: name)
            }
        default:
            scene.leaves("/", ["X-Request-ID": "R1"])
            scene.answers("/", ["X-Request-ID": "R1"], giving: "token")
            if isWrong { witness.stands(other, for: nil, at: WitnessScene.terminal) }
            scene.leaves("/", ["X-Request-ID": "R2", WireHeader.session: "token"])
        }
    }
}
