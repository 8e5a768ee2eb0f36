import Base
import Foundation
@testable import Sandbox
import Testing

/// The sandbox matcher on drawn faces.
@Suite struct FaceMatcherTests {
    @Test func twentyPeopleAreToldApart() throws {
        let people = try SampleCity.xiamen().citizens.prefix(20)
        let shots = people.map { person in
            (0..<4).compactMap { FaceMatcher.prepared(person.face.jpeg(shot: $0)) }
        }
        #expect(shots.allSatisfy { $0.count == 4 })

        var refused = 0
        var accepted = 0
        for (index, own) in shots.enumerated() {
            for shot in 1..<4 where FaceMatcher.score(own[0], own[shot]) < FaceMatcher.threshold {
                refused += 1
            }
            for step in [1, 3, 7, 11] {
                let other = shots[(index + step) % shots.count]
                if FaceMatcher.score(own[0], other[1 + step % 3]) >= FaceMatcher.threshold { accepted += 1 }
            }
        }

        #expect(refused == 0, "of 60 pictures of the same person")
        #expect(accepted == 0, "of 80 pictures of others")
    }

    @Test func unreadablePicturesMatchNobody() throws {
        let face = try #require(try SampleCity.xiamen().citizens.first).face.jpeg(shot: 0)
        var canvas = Canvas(width: 320, height: 240)
        canvas.fill(top: .init(120, 120, 120), bottom: .init(120, 120, 120))
        let plain = canvas.jpeg(quality: 80)
        let garbage: [[UInt8]] = [
            [], [0xFF, 0xD8], Array("GIF89a".utf8), Array(face.prefix(face.count / 2)), plain,
            Self.declaring(width: 60_000, height: 60_000, in: face),
        ]
        for bytes in garbage {
            #expect(FaceMatcher().compare(face, bytes) == .unreadable)
        }
    }

    @Test func picturesFitTheLineAndDifferByShot() throws {
        let person = try #require(try SampleCity.xiamen().citizens.first).face
        let first = person.jpeg(shot: 1)

        #expect(first == person.jpeg(shot: 1))
        #expect(first != person.jpeg(shot: 2))
        for shot in 0..<4 { #expect(person.jpeg(shot: shot).count <= SampleFace.bytesMax) }
        let image = try #require(GreyImage(jpeg: first))
        #expect((image.width, image.height) == (640, 480))
    }

    /// The same stream with another size in its frame header.
    private static func declaring(width: Int, height: Int, in jpeg: [UInt8]) -> [UInt8] {
        var bytes = jpeg
        for index in 0..<bytes.count - 9 where bytes[index] == 0xFF && bytes[index + 1] == 0xC0 {
            bytes[index + 5] = UInt8(height >> 8)
            bytes[index + 6] = UInt8(height & 255)
            bytes[index + 7] = UInt8(width >> 8)
            bytes[index + 8] = UInt8(width & 255)
            return bytes
        }
        return bytes
    }
}
