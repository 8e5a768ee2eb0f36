import Base
import Sandbox

/// A synthetic population: thousands who differ from their neighbours by as little as two people can.
///
/// Neighbours share the birthday and differ in the last digits of their numbers; every fiftieth has the name of the one
/// before. Nobody is real: the sequences 980 to 995 of a day are not handed out. Every few hundredth is somebody about
/// whom the register answers with another person's record. Every ninth has a small child, for whom she comes now and then.
struct MixupPeople: Sendable {
    struct Person: Sendable {
        let index: Int
        let name: String
        let number: CitizenNumber
        let phone: Phone
        /// Whether the register answers about somebody else.
        let isLiedAbout: Bool
        /// The index of her child; nil for who has none.
        var child: Int?
        /// Of a child that of who comes for her; nobody that small comes by herself.
        var mother: Int?
    }

    /// In the number of people, so that about this many in ten thousand visits stop a terminal.
    private static let liedAboutEvery = 211
    private static let sameNameEvery = 50
    private static let motherEvery = 9

    let all: [Person]
    private let byNumber: [String: Int]
    /// Names by their characters: a text is asked for names at every character of it.
    private let byName: [UInt64: String]

    init(count: Int) {
        var all: [Person] = []
        for index in 0..<count {
            let name = index % Self.sameNameEvery == 1 ? all[index - 1].name : Self.name(index)
            guard let number = Self.number(index), let phone = Phone("154" + String(10_000_000 + index))
            else {
                preconditionFailure("person \(index) has a number and a phone")
            }
            all.append(
                Person(
                    index: index, name: name, number: number, phone: phone,
                    isLiedAbout: index % Self.liedAboutEvery == 5))
        }
        for mother in 0..<count where mother % Self.motherEvery == 4 && !all[mother].isLiedAbout {
            let index = all.count
            guard let number = Self.childNumber(index - count),
                let phone = Phone("154" + String(10_000_000 + index))
            else { preconditionFailure("child \(index) has a number") }
            all[mother].child = index
            all.append(
                Person(
                    index: index, name: Self.name(index), number: number, phone: phone, isLiedAbout: false,
                    mother: mother))
        }
        self.all = all
        byNumber = Dictionary(uniqueKeysWithValues: all.map { ($0.number.text, $0.index) })
        byName = Dictionary(all.map { (Self.packed($0.name.unicodeScalars), $0.name) }) { first, _ in first }
    }

    func person(number: String) -> Person? { byNumber[number].map { all[$0] } }

    /// The population's names in a text, wherever they stand in it.
    func names(in text: String) -> Set<String> {
        let characters = Array(text.unicodeScalars)
        guard characters.count >= Self.nameLength else { return [] }
        var found: Set<String> = []
        for start in 0...characters.count - Self.nameLength where Self.surnames.contains(characters[start]) {
            if let name = byName[Self.packed(characters[start..<start + Self.nameLength])] {
                found.insert(name)
            }
        }
        return found
    }

    /// A name as one number: a character has 21 bits.
    private static func packed(_ name: some Sequence<Unicode.Scalar>) -> UInt64 {
        name.reduce(0) { $0 << 21 | UInt64($1.value) }
    }

    /// Every citizen number in a text.
    static func numbers(in text: some Collection<UInt8>) -> Set<String> {
        var found: Set<String> = []
        for run in text.split(whereSeparator: { !isAlphanumeric($0) }) where run.count == 18 {
            if let number = try? CitizenNumber(String(decoding: run, as: UTF8.self)) {
                found.insert(number.text)
            }
        }
        return found
    }

    /// The city whose foreign systems know these people.
    func city(_ sample: SampleCity) -> SampleCity {
        sample.inhabited(
            by: all.map { person in
                SampleCity.Inhabitant(
                    id: "person-\(person.index)", name: person.name, number: person.number,
                    phone: person.phone,
                    registers: person.isLiedAbout ? ["police": .otherPerson] : [:],
                    parents: person.mother.map { ["person-\($0)"] } ?? [])
            })
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }

    /// Sixteen to a day, from the first of January 1950.
    private static func number(_ index: Int) -> CitizenNumber? { number(index, from: -7_305) }

    /// The same from the first of January 2018.
    private static func childNumber(_ index: Int) -> CitizenNumber? { number(index, from: 17_532) }

    private static func number(_ index: Int, from day: Int) -> CitizenNumber? {
        let born = CalendarDate(daysSince1970: day + index / 16)
        let digits = Array("350203\(born.compact)\(980 + index % 16)".utf8)
        return try? CitizenNumber(
            String(decoding: digits + [CitizenNumber.checkDigit(of: digits)], as: UTF8.self))
    }

    /// Surname and two characters, none of which stands in the fixed words of a paper.
    private static let nameLength = 3
    private static let surnameList = Array("陈林黄郑吴叶苏洪许谢蔡庄柯")
    private static let surnames = Set(surnameList.flatMap(\.unicodeScalars))
    private static let given = Array(
        "澜霖昕玥珩璟睿翎芷苒菡蓓蕴薇谣轩逸韵馨骁鸢鹭麒黛岚嵘巍弈彤彦忆怡恬悦惜慧懿晗旻昱晟曦朗沁泓涵淇渝溪滢漪潇")

    private static func name(_ index: Int) -> String {
        let first = given[index / surnameList.count % given.count]
        let second = given[(index / surnameList.count / given.count + index * 7) % given.count]
        return String([surnameList[index % surnameList.count], first, second])
    }
}
