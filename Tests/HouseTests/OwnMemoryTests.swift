import Glibc
import Testing

@testable import egret

/// What the programs overwrite of their own memory (`CScrub`); what a whole visit leaves is searched for by
/// `Tests/Faults/test_residue.py`.
@Suite struct OwnMemoryTests {
    private static let word: UInt64 = 0x6e61_6d65_6d61_6e65
    private static let words = 512

    /// The C library keeps the stack of a thread that has ended for the next one.
    @Test func aThreadThatEndsLeavesNothingOnItsStack() throws {
        var (thread, place) = (pthread_t(), UInt(0))
        let refusal = pthread_create(
            &thread, nil,
            { place in
                var frame = InlineArray<512, UInt64>(repeating: OwnMemoryTests.word)
                withUnsafeMutablePointer(to: &frame) { frame in
                    place?.assumingMemoryBound(to: UInt.self).pointee = UInt(bitPattern: frame)
                }
                return nil
            }, &place)
        try #require(refusal == 0)
        pthread_join(thread, nil)
        try #require(place != 0)

        let memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC)
        try #require(memory >= 0)
        defer { close(memory) }
        var left = [UInt64](repeating: 0, count: Self.words)
        // Refused where the system has the stack back.
        _ = left.withUnsafeMutableBytes { pread(memory, $0.baseAddress, $0.count, off_t(place)) }
        #expect(!left.contains(Self.word))
    }
}
