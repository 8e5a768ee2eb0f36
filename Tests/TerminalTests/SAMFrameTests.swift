import Base
import Support
import Testing

@testable import Terminal

/// The module's frames, as published captures of real readers show them.
@Suite struct SAMFrames {
    @Test(arguments: [
        (SAMFrame.Command.findCard, "aaaaaa966900032001" + "22"),
        (.selectCard, "aaaaaa966900032002" + "21"),
        (.readCard, "aaaaaa966900033001" + "32"),
        (.moduleID, "aaaaaa9669000312ff" + "ee"),
        (.status, "aaaaaa9669000311ff" + "ed"),
        (.reset, "aaaaaa9669000310ff" + "ec"),
    ])
    func aCommandHasTheBytesThatReadersKnow(_ command: SAMFrame.Command, _ hex: String) {
        #expect(SAMFrame(command).bytes == [UInt8](hex: hex))
    }

    @Test func theAnswerToAFoundCardIsRead() throws {
        var parser = SAMFrameParser()

        parser.append(try #require([UInt8](hex: "aaaaaa9669000800009f0000000097")))

        #expect(parser.next() == .frame(SAMFrame(.found, [0, 0, 0, 0])))
        #expect(parser.next() == nil)
    }

    @Test func aFullReadingIsOfTheLengthThatTheModuleAnnounces() {
        let frame = SAMFrame(.done, [UInt8](repeating: 1, count: 4 + 256 + 1_024))

        #expect(Array(frame.bytes[5...6]) == [0x05, 0x08])
    }

    @Test func bytesThatComeOneByOneMakeTheSameFrame() {
        var parser = SAMFrameParser()
        let frame = SAMFrame(.done, [1, 2, 3])

        for byte in frame.bytes.dropLast() {
            parser.append([byte])
            #expect(parser.next() == nil)
        }
        parser.append(frame.bytes.suffix(1))

        #expect(parser.next() == .frame(frame))
    }

    @Test func aFrameThatBeginsInsideADamagedOneIsFound() {
        var parser = SAMFrameParser()
        let frame = SAMFrame(.found)

        // A preamble with a length that swallows the whole of the next frame.
        parser.append(SAMFrame.preamble + [0x00, 0x0B, 0x00] + frame.bytes)
        parser.append([0, 0, 0, 0])

        #expect(parser.next() == .damaged)
        #expect(parser.next() == .frame(frame))
    }

    /// Five thousand seeded mixtures of noise, torn preambles and true frames: no crash, and after the noise has
    /// ended a true frame is found again.
    @Test func noiseNeverHidesTheFramesForGood() {
        let random = TestRandom(seed: 7)
        for _ in 0..<5_000 {
            var parser = SAMFrameParser()
            let pieces = random.bytes(6)
            for piece in pieces {
                switch piece % 4 {
                case 0: parser.append(random.bytes(Int(piece % 32)))
                case 1: parser.append(SAMFrame.preamble.prefix(Int(piece % 6)))
                case 2:
                    parser.append(
                        SAMFrame(.done, random.bytes(Int(piece % 64))).bytes.dropLast(Int(piece % 3)))
                default: parser.append(SAMFrame(.found).bytes)
                }
                while parser.next() != nil {}
            }
            // The longest frame a false length can wait for, then the truth.
            parser.append([UInt8](repeating: 0, count: SAMFrame.payloadMax + 8) + SAMFrame(.noCard).bytes)
            var last: SAMFrameParser.Event?
            while let event = parser.next() { last = event }
            #expect(last == .frame(SAMFrame(.noCard)))
        }
    }
}
