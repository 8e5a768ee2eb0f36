import Base
import Logging
import ServiceLifecycle
import Storage
import Support
import Testing

@testable import Audit

@Suite struct AuditServiceTests {
    @Test(arguments: TestEngine.available)
    func stoppingTheHouseGivesTheLastActsTheirPlace(on engine: TestEngine) async throws {
        let log = try await TestLog(engine)
        let started = AsyncStream.makeStream(of: Void.self)
        // The service sleeps after its first turn until it is told to stop.
        let world = World(
            now: log.world.now, random: log.world.random,
            sleep: { _ in
                started.continuation.yield()
                try await Task.sleep(for: .seconds(600))
            })
        let integrator = TestLog.integrator(log.engine, log.key, world)
        let group = ServiceGroup(
            services: [integrator], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })

        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var turns = started.stream.makeAsyncIterator()
            await turns.next()
            #expect(try await log.checkpoint()?.size == 0)
            try await log.append(3)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }

        #expect(try await log.checkpoint()?.size == 3)
        try await log.append(1)
        #expect(try await log.integrator.integrate() == 1)
    }
}
