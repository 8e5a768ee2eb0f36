import Base
import Foundation
import HTTPTypes
import NIOHTTP1
import Support
import Synchronization
import Testing
import Wire

@testable import Terminal

/// A picture is from now, or it is not taken.
@Suite struct Cameras {
    private static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF] + [UInt8](repeating: 1, count: 300) + [0xFF, 0xD9]

    private static let other: [UInt8] =
        [0xFF, 0xD8, 0xFF] + [UInt8](repeating: 2, count: 300) + [0xFF, 0xD9]

    private func challenge(_ live: LiveAgent) async throws -> String {
        let answer = try await live.get("/terminal/camera/challenge")
        let object = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: String]
        return try #require(object?["challenge"])
    }

    private func send(_ challenge: String, _ jpeg: [UInt8], _ live: LiveAgent) async throws -> String? {
        live.bench.fake.answer(
            "POST /identification/face", FakeCentre.Answer(status: 303, headers: [("Location", "/services")]))
        let image = Data(jpeg).base64EncodedString().replacing("+", with: "%2B")
        return try await live.post("/terminal/face", "challenge=\(challenge)&image=\(image)").location
    }

    @Test func aFreshPictureIsHandedToTheCentre() async throws {
        try await LiveAgent.run { live in
            live.bench.logIn()

            #expect(try await send(try await challenge(live), Self.jpeg, live) == "/services")

            let asked = try #require(live.bench.fake.requests("POST /identification/face").first)
            let capture = try JSONDecoder().decode(FaceCapture.self, from: Data(asked.body))
            #expect(capture.jpegBase64 == Data(Self.jpeg).base64EncodedString())
            #expect(capture.takenAtMs == live.bench.clock.now.milliseconds)
        }
    }

    @Test func anOldPictureIsRefused() async throws {
        try await LiveAgent.run { live in
            live.bench.logIn()
            let challenge = try await challenge(live)
            live.bench.clock.advance(by: .milliseconds(5_001))

            #expect(try await send(challenge, Self.jpeg, live) == "/identification?problem=camera-stale")
            #expect(live.bench.agent.challenges.refused == 1)
            #expect(live.bench.fake.requests("POST /identification/face").isEmpty)
        }
    }

    @Test func aChallengeServesOnce() async throws {
        try await LiveAgent.run { live in
            live.bench.logIn()
            let challenge = try await challenge(live)

            #expect(try await send(challenge, Self.jpeg, live) == "/services")
            #expect(try await send(challenge, Self.other, live) == "/identification?problem=camera-stale")
        }
    }

    @Test func whileOnePictureIsAskedAboutNoOtherGoes() async throws {
        try await LiveAgent.run { live in
            live.bench.logIn()
            let places = Mutex<[String?]>([])
            live.bench.fake.whenAsked("POST /identification/face") {
                guard live.bench.fake.requests("POST /identification/face").count == 1 else { return }
                // The first is at the centre, and its miss is not counted yet.
                guard let next = try? await challenge(live) else { return }
                let place = try? await send(next, Self.jpeg, live)
                places.withLock { $0.append(place) }
            }

            let first = try await send(try await challenge(live), Self.jpeg, live)
            let later = try await send(try await challenge(live), Self.other, live)

            #expect([first, later] == ["/services", "/services"])
            #expect(places.withLock { $0 } == ["/identification?problem=camera-stale"])
            #expect(live.bench.fake.requests("POST /identification/face").count == 2)
        }
    }

    @Test("Row 60: a recorded picture is refused, whatever challenge it comes with")
    func aRecordedPictureIsRefused() async throws {
        try await LiveAgent.run { live in
            live.bench.logIn()

            #expect(try await send(try await challenge(live), Self.jpeg, live) == "/services")
            for _ in 0..<10 {
                let place = try await send(try await challenge(live), Self.jpeg, live)
                #expect(place == "/identification?problem=camera-stale")
            }

            #expect(try await send(try await challenge(live), Self.other, live) == "/services")
            #expect(live.bench.fake.requests("POST /identification/face").count == 2)
        }
    }

    @Test("Row 61: a program that plays a camera takes no pictures, and a camera says its name")
    func aProgramThatPlaysACameraTakesNoPictures() async throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "egret-video-\(Token(.live))")
        defer { try? FileManager.default.removeItem(at: root) }
        func plug(_ name: String, at place: String) throws {
            let device = root.appending(path: place)
            try FileManager.default.createDirectory(
                at: device.appending(path: "1-1:1.0/video4linux/\(name)"), withIntermediateDirectories: true)
            for (file, text) in [("idVendor", "046d\n"), ("idProduct", "0825\n"), ("serial", "A1B2\n")] {
                try Data(text.utf8).write(to: device.appending(path: file))
            }
            try FileManager.default.createDirectory(
                at: root.appending(path: "class"), withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                at: root.appending(path: "class/\(name)"),
                withDestinationURL: device.appending(path: "1-1:1.0/video4linux/\(name)"))
        }
        let camera = PageCamera(devices: VideoDevices(folder: root.appending(path: "class")))
        #expect(await camera.serial() == nil)
        #expect(await camera.works())

        try plug("video0", at: "devices/pci0000:00/usb1/1-1")
        #expect(await camera.serial() == "046d:0825:A1B2")
        #expect(try await camera.take() == nil)

        try plug("video1", at: "devices/virtual/loopback/1-2")
        #expect(await !camera.works())
        await #expect(throws: FaceRefused.out) { try await camera.take() }
    }

    @Test func onlyTheNewestChallengeCounts() async throws {
        try await LiveAgent.run { live in
            live.bench.logIn()
            let old = try await challenge(live)
            _ = try await challenge(live)

            #expect(try await send(old, Self.jpeg, live) == "/identification?problem=camera-stale")
        }
    }

    @Test(arguments: [
        [], Array("GIF89a".utf8), Array(jpeg.dropLast(2)), Array(jpeg.dropFirst()),
        [0xFF, 0xD8, 0xFF] + [UInt8](repeating: 1, count: 70_001) + [0xFF, 0xD9],
    ])
    func whatIsNoPictureIsRefused(_ bytes: [UInt8]) {
        #expect(throws: FaceRefused.out) { try FacePicture(jpeg: bytes) }
    }

    @Test func aPictureWithoutAChallengeIsRefused() async throws {
        try await LiveAgent.run { live in
            live.bench.logIn()

            let place = try await send("", Self.jpeg, live)
            #expect(place == "/identification?problem=camera-stale")
        }
    }
}
