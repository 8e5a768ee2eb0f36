import Base
import Synchronization
import Testing

@testable import Simulation

@Suite struct SchedulerTests {
    private final class Book: Sendable {
        private let kept = Mutex<[String]>([])
        var lines: [String] { kept.withLock { $0 } }
        func write(_ line: String) { kept.withLock { $0.append(line) } }
    }

    /// What ten tasks write down that wait for one another's words and for the time.
    private func story(_ seed: UInt64) -> [String] {
        let scheduler = Scheduler(seed: seed)
        let book = Book()
        _ = Task(executorPreference: scheduler) {
            await withTaskGroup(of: Void.self) { group in
                for task in 0..<10 {
                    group.addTask {
                        for round in 0..<5 {
                            try? await scheduler.sleep(.milliseconds(round))
                            book.write("\(task)/\(round) at \(scheduler.now)")
                            await Task.yield()
                        }
                    }
                }
            }
            book.write("end")
        }
        scheduler.run(until: .seconds(60))
        return book.lines
    }

    @Test(arguments: 1...50)
    func theSameSeedTellsTheSameStory(seed: UInt64) {
        let first = story(seed)

        #expect(first.count == 51)
        #expect(first.last == "end")
        #expect(story(seed) == first)
    }

    @Test func otherSeedsTellOtherStories() {
        #expect(Set((1...50).map { story(UInt64($0)) }).count > 40)
    }

    @Test func anHourTakesNoTime() {
        let scheduler = Scheduler(seed: 1)
        let woken = Mutex<Duration?>(nil)
        _ = Task(executorPreference: scheduler) {
            try? await scheduler.sleep(.seconds(3_600))
            woken.withLock { $0 = scheduler.now }
        }

        scheduler.run(until: .seconds(7_200))

        #expect(woken.withLock { $0 } == .seconds(3_600))
        #expect(scheduler.now == .seconds(7_200))
    }

    @Test func aCancelledSleepEndsAtOnceWithItsError() {
        let scheduler = Scheduler(seed: 1)
        let ended = Mutex<(at: Duration, isCancelled: Bool)?>(nil)
        let sleeper = Task(executorPreference: scheduler) {
            do {
                try await scheduler.sleep(.seconds(100))
            } catch {
                ended.withLock { $0 = (scheduler.now, error is CancellationError) }
            }
        }
        scheduler.after(.seconds(1)) { sleeper.cancel() }

        scheduler.run(until: .seconds(10))

        #expect(ended.withLock { $0?.at } == .seconds(1))
        #expect(ended.withLock { $0?.isCancelled } == true)
    }

    @Test(arguments: 1...20)
    func theHeapGivesTheLeastFirst(seed: UInt64) {
        var chance = Chance(seed: seed)
        let numbers = (0..<200).map { _ in chance.below(50) }
        var heap = Heap<Int>()
        for number in numbers { heap.insert(number) }

        var drawn: [Int] = []
        while let first = heap.first {
            drawn.append(first)
            heap.removeFirst()
        }

        #expect(drawn == numbers.sorted())
    }
}
