import Base
import Catalogue
import Foundation
import Sandbox
import Storage
import Support
import Testing

@testable import Casework
@testable import egret

/// An event in life at a terminal: what its services share is asked once.
@Suite(.serialized) struct BundleTests {
    @Test(arguments: TestEngine.available) func whatServicesShareIsAskedOnce(_ engine: TestEngine)
        async throws
    {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let id = try #require(ServiceID(rawValue: "bundles/newborn"))
            let bundle = try #require(whole.house.catalogue.bundle(id))
            let today = CalendarDate(inChinaAt: World.live.now())

            var page = try await citizen.identify(person, by: "face", service: "/services/\(id.rawValue)")
            var answers: [String: String] = [:]
            while let form = page.text.forms.first(where: { $0.action.contains("/questions/") }) {
                let question = try #require(form.action.split(separator: "/").last.map(String.init))
                try #require(
                    answers[question] == nil, "\(question) does not take \(answers): \(page.text.words)")
                let answer = form.choices["answer"]?.first ?? today.description
                answers[question] = answer
                page = try await citizen.send(form, ["answer": answer])
            }
            #expect(page.path == "/" + id.rawValue, "\(page.path): \(page.text.words)")
            // Her telephone is known, and not asked for.
            for question in bundle.item.questions where question.isOwnPhone && answers[question.id] == nil {
                answers[question.id] = person.phone?.text
            }
            #expect(answers.count == bundle.item.questions.count && answers["born"] == today.description)

            let first = bundle.services[0]
            let fed = bundle.answers(for: first, from: answers).merging(bundle.given[first] ?? [:]) { $1 }
            #expect(fed["stage"] == "born", "a child whose day of birth is told")
            page = try await citizen.press(page, "/\(id.rawValue)/services/\(first.rawValue)")
            var asked: Set<String> = []
            while let form = page.text.forms.first(where: { $0.action.contains("/questions/") }) {
                let question = try #require(form.action.split(separator: "/").last.map(String.init))
                try #require(asked.insert(question).inserted, "\(question): \(page.text.words)")
                let answer = form.choices["answer"]?.first ?? ""
                let typed: [String: String] =
                    switch whole.house.catalogue[first]?.question(question)?.kind {
                    case .person: ["answer": "林伟", "answer-rest": "350205198503129834"]
                    case .number: ["answer": "1"]
                    case .text, .longText: ["answer": "样板"]
                    default: ["answer": answer]
                    }
                page = try await citizen.send(form, typed)
            }
            #expect(asked.isDisjoint(with: fed.keys), "asked again: \(asked.intersection(fed.keys))")

            // What she told is kept for the others when she comes back another time.
            _ = try await citizen.leave()
            try await citizen.waitUntilReady()
            page = try await citizen.identify(person, by: "face", service: "/services/\(id.rawValue)")
            #expect(page.path == "/" + id.rawValue, "\(page.path): \(page.text.words)")
        }
    }

    @Test func whatItSharesIsNotForgottenBeforeThePageSaysSo() throws {
        let schedule = try RetentionSchedule.load(Repository.root.appending(path: "Services"))

        #expect(try #require(schedule[.unfinished]).period >= CaseFile.bundleLife)
    }

    @Test func whatConcernsAChildIsBegunForTheChild() throws {
        let catalogue = try Catalogue.load(Repository.root.appending(path: "Services"))
        let forChild = Dictionary(
            uniqueKeysWithValues: catalogue.bundles.map { ($0.id.slug, $0.forChild.map(\.rawValue).sorted()) }
        ).filter { !$0.value.isEmpty }

        #expect(
            forChild == [
                "newborn": [
                    "health/vaccination-record", "insurance/card-application", "medical/resident-enrolment",
                ],
                "school-entry": [
                    "education/student-aid", "health/vaccination-record", "transit/student-card-review",
                ],
            ])
    }

    @Test func everyBundleStandsOnServicesThereAre() throws {
        let catalogue = try Catalogue.load(Repository.root.appending(path: "Services"))

        #expect(catalogue.bundles.count == 7)
        for bundle in catalogue.bundles {
            #expect(Set(bundle.services).count >= 2)
            #expect(bundle.item.questions.allSatisfy { bundle.feeds[$0.id]?.isEmpty == false })
            // What the event says by itself is fed by no question besides.
            let fed = Set(bundle.feeds.values.joined().map { "\($0.service.rawValue)#\($0.question)" })
            let given = bundle.given.flatMap { service, answers in
                answers.keys.map { "\(service.rawValue)#\($0)" }
            }
            #expect(fed.isDisjoint(with: given), "\(bundle.id.rawValue)")
            for (service, before) in bundle.after {
                let place = try #require(bundle.services.firstIndex(of: service))
                #expect(before.allSatisfy { bundle.services[..<place].contains($0) })
            }
        }
    }
}
