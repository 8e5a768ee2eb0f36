import CJPEG
import Foundation
import Support
import Testing

@testable import Uploads

/// What is kept of a picture: what is seen, upright, and nothing else.
@Suite struct PictureTests {
    /// Left half red, right half blue.
    private func jpeg(width: Int = 64, height: Int = 32) -> [UInt8] {
        var rgb: [UInt8] = []
        for _ in 0..<height {
            for x in 0..<width { rgb += x < width / 2 ? [220, 20, 20] : [20, 20, 220] }
        }
        var (bytes, count): (UnsafeMutablePointer<UInt8>?, Int) = (nil, 0)
        let failed = egret_jpeg_encode(rgb, Int32(width), Int32(height), 90, &bytes, &count)
        precondition(failed == 0)
        defer { free(bytes) }
        return Array(UnsafeBufferPointer(start: bytes, count: count))
    }

    /// The same with an Exif part that a camera writes: an orientation, and where it was taken.
    private func withExif(_ jpeg: [UInt8], orientation: UInt8, isLittle: Bool = false) -> [UInt8] {
        func number(_ value: Int, _ bytes: Int) -> [UInt8] {
            let big = (0..<bytes).map { UInt8(value >> (8 * (bytes - 1 - $0)) & 255) }
            return isLittle ? big.reversed() : big
        }
        var tiff: [UInt8] = Array((isLittle ? "II" : "MM").utf8) + number(42, 2) + number(8, 4) + number(2, 2)
        tiff += number(0x010E, 2) + number(2, 2) + number(24, 4) + number(38, 4)
        tiff += number(0x0112, 2) + number(3, 2) + number(1, 4) + number(Int(orientation), 2) + [0, 0]
        tiff += number(0, 4) + Array("GPS 24.4798N 118.0894E  \0".utf8)
        let payload = Array("Exif\0\0".utf8) + tiff
        let length = payload.count + 2
        return Array(jpeg[0..<2]) + [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + payload
            + Array(jpeg[2...])
    }

    private func decoded(_ jpeg: [UInt8]) throws -> (width: Int, height: Int, rgb: [UInt8]) {
        var (rgb, width, height): (UnsafeMutablePointer<UInt8>?, Int32, Int32) = (nil, 0, 0)
        try #require(
            egret_jpeg_upright(jpeg, jpeg.count, 1 << 28, 1 << 28, 100_000, &rgb, &width, &height) == 0)
        defer { free(rgb) }
        return (
            Int(width), Int(height), Array(UnsafeBufferPointer(start: rgb, count: Int(width * height) * 3))
        )
    }

    /// Whether a place of the picture is rather red than blue.
    private func isRed(_ picture: (width: Int, height: Int, rgb: [UInt8]), _ x: Int, _ y: Int) -> Bool {
        let at = (y * picture.width + x) * 3
        return picture.rgb[at] > picture.rgb[at + 2]
    }

    /// Where red ends up, as (x, y) of a corner region, for each of the eight ways to hold a camera.
    @Test(
        arguments: [
            (1, 64, 32, true, true), (2, 64, 32, false, false), (3, 64, 32, false, false),
            (4, 64, 32, true, true), (5, 32, 64, true, false), (6, 32, 64, true, false),
            (7, 32, 64, false, true), (8, 32, 64, false, true),
        ])
    func aPictureIsKeptUpright(
        orientation: Int, width: Int, height: Int, topLeftIsRed: Bool, bottomLeftIsRed: Bool
    ) throws {
        for isLittle in [false, true] {
            let sent = withExif(jpeg(), orientation: UInt8(orientation), isLittle: isLittle)

            let kept = try decoded(Picture.kept(sent, .jpeg))

            #expect((kept.width, kept.height) == (width, height))
            #expect(isRed(kept, 3, 3) == topLeftIsRed)
            #expect(isRed(kept, 3, kept.height - 4) == bottomLeftIsRed)
        }
    }

    @Test func whereAPhoneTookAPictureIsNotKept() throws {
        let sent = withExif(jpeg(), orientation: 1)
        let place = Array("118.0894E".utf8)
        try #require(sent.firstRange(of: place) != nil)

        let kept = try Picture.kept(
            sent + Array("<script>hidden behind</script>".utf8), .jpeg)

        #expect(kept.firstRange(of: place) == nil)
        #expect(kept.firstRange(of: Array("Exif".utf8)) == nil)
        #expect(kept.firstRange(of: Array("hidden behind".utf8)) == nil)
    }

    @Test(arguments: [0x00, 0x09, 0xFF])
    func anOrientationThatIsNoneChangesNothing(_ value: Int) throws {
        let kept = try decoded(
            Picture.kept(withExif(jpeg(), orientation: UInt8(value)), .jpeg))

        #expect((kept.width, kept.height) == (64, 32))
    }

    @Test func aLargePictureIsMadeSmaller() throws {
        let kept = try decoded(
            Picture.kept(jpeg(width: 4_000, height: 3_000), .jpeg))

        #expect(kept.width <= Picture.longSideMax && kept.width > Picture.longSideMax / 2)
        #expect(abs(kept.width * 3 - kept.height * 4) <= 4)
    }

    @Test func aPNGIsKeptAsAJPEGOnWhite() throws {
        let kept = try decoded(Picture.kept(SampleFiles.png, .png))

        #expect((kept.width, kept.height) == (1, 1))
        #expect(isRed(kept, 0, 0))
    }

    @Test func whatCannotBeReadToItsEndIsRefused() {
        let whole = jpeg()
        #expect(throws: UploadRefused.damaged) {
            try Picture.kept(Array(whole.prefix(whole.count / 2)), .jpeg)
        }
        #expect(throws: UploadRefused.damaged) {
            try Picture.kept(Array(SampleFiles.png.prefix(40)), .png)
        }
        #expect(throws: UploadRefused.damaged) {
            try Picture.kept([0xFF, 0xD8, 0xFF, 0xE0], .jpeg)
        }
    }

    /// A few bytes that unfold into gigabytes.
    @Test func aPictureBombIsNotUnfolded() {
        var png = SampleFiles.png
        png.replaceSubrange(16..<24, with: [0, 0, 0x70, 0, 0, 0, 0x70, 0])
        #expect(throws: UploadRefused.tooManyPixels) {
            try Picture.kept(png, .png)
        }
        var bomb = jpeg()
        guard let frame = bomb.firstRange(of: [0xFF, 0xC0])?.lowerBound else {
            Issue.record("a JPEG without a frame")
            return
        }
        bomb.replaceSubrange(frame + 5..<frame + 9, with: [0xFF, 0xDC, 0xFF, 0xDC])
        #expect(throws: UploadRefused.tooManyPixels) {
            try Picture.kept(bomb, .jpeg)
        }
    }

    /// Of 64 by 64 pixels, in scans.
    private static let progressive =
        [UInt8](
            Data(
                base64Encoded:
                    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdB"
                    + "RkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P"
                    + "T09PT09PT09PT09PT0//wgARCABAAEADASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAgQF/8QAFwEBAQEBAAAAAAAA"
                    + "AAAAAAAABAIDBv/aAAwDAQACEAMQAAABwGm6C04UG3CQ24TA275wNuEhtwkNvNMDb05wNOElp5pDbhUDb05sNuFBt5pDbhP/"
                    + "xAAVEAEBAAAAAAAAAAAAAAAAAAAAEf/aAAgBAQABBQKIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiP/EABURAQEA"
                    + "AAAAAAAAAAAAAAAAAAIA/9oACAEDAQE/ASoqKioqKioqKioqKioqKir/xAAVEQEBAAAAAAAAAAAAAAAAAAABAP/aAAgBAgEB"
                    + "PwFZZZZZZZZZZZZZZZb/xAAUEAEAAAAAAAAAAAAAAAAAAABg/9oACAEBAAY/AgH/xAAVEAEBAAAAAAAAAAAAAAAAAAAAAf/a"
                    + "AAgBAQABPyGEIQhCEIQhCEIQhCEIQhCEIQhCEIQhCEIQhCEIQhCEIQhCEIQhCEIQ/9oADAMBAAIAAwAAABA0zzzjCEME0/73"
                    + "jKL/xAAUEQEAAAAAAAAAAAAAAAAAAABA/9oACAEDAQE/EAVVVVVX/8QAFBEBAAAAAAAAAAAAAAAAAAAAQP/aAAgBAgEBPxAC"
                    + "qqqqr//EABQQAQAAAAAAAAAAAAAAAAAAAGD/2gAIAQEAAT8QAAAAAAAAAAAAAAAAAAAAAAH/2Q==")
                ?? Data())

    /// A small file whose scans are repeated would be minutes of work.
    @Test func aPictureOfEndlessScansIsGivenUp() throws {
        let whole = Self.progressive
        let kept = try decoded(Picture.kept(whole, .jpeg))
        #expect((kept.width, kept.height) == (64, 64))
        // The last scan, from its head to the end of the picture.
        let last = try #require(
            whole.indices.last { whole[$0] == 0xFF && whole[min($0 + 1, whole.count - 1)] == 0xDA })
        let scan = Array(whole[last..<whole.count - 2])
        func repeated(_ times: Int) -> [UInt8] {
            Array(whole.dropLast(2)) + (0..<times).flatMap { _ in scan } + [0xFF, 0xD9]
        }
        #expect(throws: UploadRefused.damaged) { try Picture.kept(repeated(200), .jpeg) }
    }

    @Test func ofAPictureInScansLessIsTaken() throws {
        var large = Self.progressive
        let frame = try #require(large.firstRange(of: [0xFF, 0xC2])?.lowerBound)
        large.replaceSubrange(frame + 5..<frame + 9, with: [0x1B, 0x58, 0x1B, 0x58])

        #expect(throws: UploadRefused.tooManyPixels) { try Picture.kept(large, .jpeg) }
    }

    @Test func manyAtOnceWaitForTheirTurnAndTooManyAreToldSo() async throws {
        let bench = PictureBench(atOnce: 1, waitingMax: 2)
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let gate = DispatchSemaphore(value: 0)
        async let first = bench.run { () throws(UploadRefused) -> Int in
            start.yield()
            gate.wait()
            return 1
        }
        for await _ in started { break }

        try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 2...4 {
                group.addTask {
                    do throws(UploadRefused) {
                        return try await bench.run { () throws(UploadRefused) in index }
                    } catch {
                        #expect(error == .busy)
                        // Everybody stands in line or was sent away by now.
                        gate.signal()
                        return 0
                    }
                }
            }
            var done: [Int] = []
            for try await number in group { done.append(number) }
            #expect(done.filter { $0 == 0 }.count == 1)
        }
        #expect(try await first == 1)
    }
}
