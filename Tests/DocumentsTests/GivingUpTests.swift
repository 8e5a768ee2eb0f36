import Support
import Testing
import Vault

@testable import Documents

/// Callers who do not wait for their paper.
@Suite("Giving up")
struct GivingUpTests {
    @Test func whoGivesUpLeavesNothingForTheNext() async throws {
        let factory = try Sample.factory(KeyRing.create(suite: .international, world: .frozen()))
        let (chen, lin) = (try Sample.identity(), try Sample.identity(Sample.lin))

        for _ in 1...8 {
            let gone = Task { try await factory.make(chen) }
            gone.cancel()
            let paper = try await factory.make(lin)

            try SubjectCheck.require(Sample.lin, on: paper.drawn)
            #expect(paper.order.holder == Sample.lin)
            if case .success(let late) = await gone.result {
                #expect(late.order.holder == Sample.chen)
            }
        }
    }

    @Test func manyAtOnceEachGetTheirOwn() async throws {
        let factory = try Sample.factory(KeyRing.create(suite: .international, world: .frozen()))

        try await withThrowingTaskGroup(of: (Holder, SealedDocument).self) { group in
            for index in 0..<24 {
                let holder = index % 2 == 0 ? Sample.chen : Sample.lin
                let order = try index % 3 == 0 ? Sample.insurance(holder) : Sample.identity(holder)
                group.addTask { (holder, try await factory.make(order)) }
            }
            for try await (holder, paper) in group {
                try SubjectCheck.require(holder, on: paper.drawn)
                #expect(paper.order.holder == holder)
            }
        }
    }
}
