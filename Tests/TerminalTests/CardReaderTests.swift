import Base
import Testing
import Wire

@testable import Terminal

/// The real reader's code, driven over a pseudo-terminal by the simulator.
@Suite struct CardReaders {
    static let card = SampleCard(name: "王小雅", number: "350203199003071025")

    private func withReader(
        _ body: (SerialCardReader, CardReaderSimulator) async throws -> Void
    ) async throws {
        let simulator = try CardReaderSimulator()
        defer { simulator.stop() }
        try await body(SerialCardReader(path: simulator.path, answerTimeout: .milliseconds(400)), simulator)
    }

    private func refusal(
        _ card: SampleCard?, _ fault: ReaderFault, wait: Duration = .zero
    ) async throws -> CardRefused? {
        var refused: CardRefused?
        try await withReader { reader, simulator in
            if let card { simulator.put(card) }
            simulator.breakDown(fault)
            do throws(CardRefused) {
                _ = try await reader.read(wait: wait)
            } catch {
                refused = error
            }
        }
        return refused
    }

    @Test func aCardIsReadWithTheReadersOwnNumber() async throws {
        try await withReader { reader, simulator in
            simulator.put(Self.card)

            let reading = try await reader.read(wait: .zero)

            #expect(
                reading
                    == CardReading(
                        name: "王小雅", number: "350203199003071025", validFrom: "20180101", validTo: "20380101",
                        issuer: "厦门市公安局", readerSerial: "05-03-20170816-0000001971-0000012345"))
        }
    }

    @Test func aCardWithoutAnEndIsReadAsEightZeros() async throws {
        var card = Self.card
        card.validTo = "长期"
        let reading = try CardText.reading(card.textBlock, readerSerial: "")

        #expect(reading.validTo == "00000000")
        #expect(!reading.isExpired(on: CalendarDate(inChinaAt: Instant(milliseconds: 4_000_000_000_000))))
    }

    @Test func aCardIsValidThroughItsLastDay() throws {
        let reading = try CardText.reading(Self.card.textBlock, readerSerial: "")

        #expect(!reading.isExpired(on: try #require(CalendarDate("2038-01-01"))))
        #expect(reading.isExpired(on: try #require(CalendarDate("2038-01-02"))))
    }

    @Test func aCardLaidOnWhileTheReaderWaitsIsRead() async throws {
        try await withReader { reader, simulator in
            async let reading = reader.read(wait: .seconds(5))
            try await Task.sleep(for: .milliseconds(300))
            simulator.put(Self.card)

            #expect(try await reading.name == "王小雅")
        }
    }

    @Test func noiseBetweenTheFramesHarmsNothing() async throws {
        try await withReader { reader, simulator in
            simulator.put(Self.card, fault: .garbage)

            let number = try await reader.read(wait: .zero).number
            #expect(number == Self.card.number)
        }
    }

    @Test func noCardIsSaidSo() async throws {
        #expect(try await refusal(nil, .none) == .missing)
    }

    @Test func aCardPulledWhileItIsReadIsUnreadable() async throws {
        #expect(try await refusal(Self.card, .pulled) == .unreadable)
    }

    @Test func wrongChecksumsAreNeverBelieved() async throws {
        #expect(try await refusal(Self.card, .wrongChecksum) == .unreadable)
    }

    @Test(.timeLimit(.minutes(10))) func aSilentReaderIsOutOfOrder() async throws {
        #expect(try await refusal(Self.card, .silence) == .readerOut)
    }

    @Test func aMissingLineIsOutOfOrder() async {
        await #expect(throws: CardRefused.readerOut) {
            try await SerialCardReader(path: "/dev/egret-no-such-line").read(wait: .zero)
        }
    }

    @Test func aForeignersCardIsToldApart() async throws {
        var card = Self.card
        card.kind = .foreignResident

        #expect(try await refusal(card, .none) == .foreign)
    }

    @Test(arguments: [
        SampleCard(name: "王小雅", number: "350203199003071024"),
        SampleCard(name: "", number: "350203199003071025"),
        SampleCard(name: "王\u{202E}雅", number: "350203199003071025"),
        SampleCard(name: "王小雅", number: "350203199003071025", validFrom: "20181301"),
        SampleCard(name: "王小雅", number: "350203199003071025", validTo: "永久"),
        SampleCard(name: "王小雅", number: "350203199003071025", issuer: ""),
    ])
    func aCardThatContradictsItselfIsUnreadable(_ card: SampleCard) {
        #expect(throws: CardRefused.unreadable) { try CardText.reading(card.textBlock, readerSerial: "") }
    }

    @Test func aReaderThatAnswersIsHealthyAndASilentOneIsNot() async throws {
        try await withReader { reader, simulator in
            #expect(await reader.serial() != nil)
            simulator.breakDown(.silence)
            #expect(await reader.serial() == nil)
        }
    }

    @Test func twoReadingsAtOnceDoNotDisturbEachOther() async throws {
        try await withReader { reader, simulator in
            simulator.put(Self.card)

            async let first = reader.read(wait: .zero)
            async let second = reader.read(wait: .zero)

            let numbers = try await (first.number, second.number)
            #expect(numbers == (Self.card.number, Self.card.number))
        }
    }
}
