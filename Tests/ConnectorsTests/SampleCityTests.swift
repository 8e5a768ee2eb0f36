import AsyncHTTPClient
import Connectors
import Base
import Foundation
import NIOCore
import Sandbox
import Support
import Testing
import NIOHTTP1
import Vault

/// The people and places that `make run` shows.
@Suite struct SampleCityTests {
    @Test func cityHasItsStationsDepartmentsAndPeople() throws {
        let city = try SampleCity.xiamen()

        #expect(city.stations.count == 12)
        for district in SampleCity.districts {
            #expect(city.stations.count { $0.division.rawValue == district.code } == 2)
        }
        #expect(city.departments.map(\.id) == ["police", "insurance", "fund"])
        #expect(city.citizens.count { $0.behaviour.isOrdinary } >= 40)
        #expect(Set(city.citizens.map(\.number)).count == city.citizens.count)
        #expect(Set(city.citizens.compactMap(\.phone)).count == city.citizens.compactMap(\.phone).count)
        #expect(Set(city.citizens.map(\.faceSeed)).count == city.citizens.count)
    }

    @Test func everyFaultHasSomebodyWhoShowsIt() throws {
        let faults = try SampleCity.xiamen().citizens.map(\.behaviour)

        #expect(Set(faults.compactMap(\.authority)) == Set(AuthorityFault.allCases))
        #expect(Set(faults.compactMap(\.messages)) == Set(MessageFault.allCases))
        for department in ["police", "insurance", "fund"] {
            #expect(Set(faults.compactMap { $0.registers[department] }) == Set(RegisterFault.allCases))
        }
    }

    @Test func peopleAreOfManyKindsAndNobodyReal() throws {
        let city = try SampleCity.xiamen()
        let today = try #require(CalendarDate("2026-11-23"))
        let ages = city.citizens.map { $0.number.birthDate.age(on: today) }

        #expect(try #require(ages.min()) <= 10)
        #expect(ages.contains(94))
        #expect(city.citizens.contains { $0.cardUntil.map { $0 < today } == true })
        #expect(city.citizens.contains { $0.cardUntil == nil })
        #expect(city.citizens.contains { $0.phone == nil })
        #expect(city.citizens.contains { $0.name.contains("·") })
        #expect(city.citizens.contains { $0.name.unicodeScalars.contains { $0.value > 0xFFFF } })
        for citizen in city.citizens {
            let sequence = try #require(Int(citizen.number.text.dropFirst(14).prefix(3)))
            #expect((980...995).contains(sequence), "\(citizen.id)")
            #expect(PersonName(citizen.name)?.text == citizen.name)
            // A card's chip holds fifteen and thirty-five units of UTF-16.
            #expect(citizen.name.utf16.count <= 15)
            #expect(citizen.address.utf16.count <= 35)
            #expect(citizen.issuer.utf16.count <= 15)
        }
    }

    @Test func pagesShowThePeopleAndTheirFaces() async throws {
        let house = try SandboxHouse()

        try await house.open { doors in
            func get(_ path: String) async throws -> (Int, [UInt8]) {
                let response = try await doors.client.answer(
                    to: HTTPClientRequest(url: doors.base + path), within: .seconds(10))
                return (
                    Int(response.status.code),
                    Array(try await response.body.collect(upTo: 1_000_000).readableBytesView)
                )
            }
            let landing = String(decoding: try await get("/").1, as: UTF8.self)
            for citizen in house.city.citizens { #expect(landing.contains(citizen.number.text)) }
            let face = try await get("/faces/chen-jing/1.jpg").1
            #expect(face == (try house.citizen("chen-jing").face.jpeg(shot: 1)))
            for path in ["/faces/nobody/1.jpg", "/faces/chen-jing/1.png", "/faces/chen-jing/-1.jpg"] {
                #expect(try await get(path).0 == 404)
            }
            let certificate = String(decoding: try await get("/certificates/police.pem").1, as: UTF8.self)
            #expect(certificate == house.keys.departments["police"]?.certificate.pem)
            let cards = try await get("/citizens.json").1
            #expect(try JSONSerialization.jsonObject(with: Data(cards)) is [[String: Any]])
        }
    }

    @Test func keysAreKeptInTheirFolder() throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "egret-sandbox-" + ProcessInfo.processInfo.globallyUniqueString)
        defer { try? FileManager.default.removeItem(at: folder) }

        let first = try SandboxKeys.kept(in: folder, departments: ["police"], world: .frozen())
        let again = try SandboxKeys.kept(in: folder, departments: ["police"], world: .frozen(seed: 2))

        #expect(first.authority.certificate == again.authority.certificate)
        #expect(first.departments["police"]?.certificate == again.departments["police"]?.certificate)
        let mode =
            try FileManager.default.attributesOfItem(
                atPath: folder.appending(path: "police.key.pem").path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }
}
