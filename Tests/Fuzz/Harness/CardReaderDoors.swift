import Base
import Wire

@testable import Terminal

extension Door {
    /// What comes over the serial line of an identity card reader.
    ///
    /// The first byte cuts the rest into pieces: how the bytes arrive must not matter, and a sound frame after any noise
    /// is found.
    static let readerFrames = Door("reader-frames", bytesMax: 8_192) {
        [
            [7] + SAMFrame(.findCard).bytes + SAMFrame(.done, Array(repeating: 1, count: 16)).bytes,
            [1] + SAMFrame.preamble + [0, 3, 1, 2] + SAMFrame(.found).bytes,
            [200] + [0xAA, 0xAA] + SAMFrame(.noCard).bytes + SAMFrame.preamble + [0xFF, 0xFF],
        ]
    } enter: { bytes in
        let step = Int(bytes.first ?? 0) + 1
        let stream = Array(bytes.dropFirst())
        let whole = events(of: [stream])
        let pieces = stride(from: 0, to: stream.count, by: step).map {
            Array(stream[$0..<min($0 + step, stream.count)])
        }
        try promise(events(of: pieces) == whole, "the same bytes in other pieces are other frames")
        for case .frame(let frame) in whole {
            try promise(
                events(of: [frame.bytes]) == [.frame(frame)],
                "a frame that was read is not written as it came")
            try promise(frame.payload.count <= SAMFrame.payloadMax, "a frame is longer than any is")
        }
        // Two longest frames end whatever the noise has begun.
        let answer = SAMFrame(.found)
        let flood = Array(repeating: answer.bytes, count: 2 * SAMFrame.payloadMax / answer.bytes.count + 2)
        try promise(
            events(of: [stream] + flood).last == .frame(answer), "noise hides the frames that follow it")
    }

    private static func events(of pieces: [[UInt8]]) -> [SAMFrameParser.Event] {
        var parser = SAMFrameParser()
        var events: [SAMFrameParser.Event] = []
        for piece in pieces {
            parser.append(piece)
            while let event = parser.next() { events.append(event) }
        }
        return events
    }
}

extension Door {
    /// The module's answers to `moduleID` and `readCard`: what a manipulated card or reader may say.
    static let cardText = Door("card-text", bytesMax: 2_400) {
        func field(_ text: String, _ bytes: Int) -> [UInt8] {
            let units = text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
            return units + Array(repeating: [0x20, 0], count: (bytes - units.count) / 2).flatMap { $0 }
        }
        func card(_ name: String, _ number: String, to: String, kind: String) -> [UInt8] {
            let fields = [
                (name, 30), ("1", 2), ("01", 4), ("19900615", 16), ("福建省厦门市", 70), (number, 36),
                ("厦门市公安局", 30), ("20200101", 16), (to, 16), ("", 28), (kind, 2), ("", 6),
            ]
            return [1, 0, 4, 0] + fields.flatMap { field($0.0, $0.1) }
        }
        return [
            card("陈静", "350203199006159807", to: "20400101", kind: ""),
            card("林伟", "350205198503129834", to: "长期", kind: "J"),
            card("X", "1", to: "", kind: "Y"),
        ]
    } enter: { bytes in
        let module = SAMFrame(.done, Array(1...16))
        guard let reading = try? SerialCardReader.reading(SAMFrame(.done, bytes), module: module) else {
            return
        }
        try promise(PersonName(reading.name)?.text == reading.name, "a name that no register holds")
        try promise((try? CitizenNumber(reading.number))?.text == reading.number, "a number that is none")
        try promise(CalendarDate(compact: reading.validFrom) != nil, "a first day that is none")
        try promise(
            reading.validTo == "00000000" || CalendarDate(compact: reading.validTo) != nil,
            "a last day that is none")
        try promise(!reading.issuer.isEmpty && reading.issuer.isPlainText, "an issuer that is no plain text")
        try promise(reading.readerSerial == "513-1027-134678021-0202050057-0269422093", reading.readerSerial)
    }
}
