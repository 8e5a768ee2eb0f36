public import Base

extension RuleFacts {
    /// What a rule may know of a person from her number.
    public static func person(_ number: CitizenNumber, on today: CalendarDate) -> [String: RuleValue] {
        [
            "person.age": .number(number.birthDate.age(on: today)),
            "person.sex": .text(number.sex == .male ? "male" : "female"),
            "person.birthDate": .date(number.birthDate),
        ]
    }

    /// The names of ``person(_:on:)``, and what they can be.
    static let personTypes: [String: RuleType] = [
        "person.age": .number, "person.sex": .choice(["female", "male"]), "person.birthDate": .date,
    ]
}
