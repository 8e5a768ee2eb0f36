import Base

/// A line of `stations.json`.
struct SampleStationRow: Decodable {
    let id: String
    let division: String
    let name: String
    let nameEnglish: String
    let address: String
    let latitude: Double
    let longitude: Double
    let hours: String

    func station() throws -> SampleStation {
        guard let code = DivisionCode(rawValue: division) else {
            throw SampleCity.Broken.value(file: "stations", id: id, field: "division")
        }
        return SampleStation(
            id: id, division: code, name: name, nameEnglish: nameEnglish, address: address,
            latitude: latitude, longitude: longitude, hours: hours)
    }
}

/// A line of `departments.json`.
struct SampleDepartmentRow: Decodable {
    let id: String
    let code: String
    let name: String
    let nameEnglish: String
    let resource: String

    func department() throws -> SampleDepartment {
        SampleDepartment(
            id: id, code: try CreditCode(code), name: name, nameEnglish: nameEnglish, resource: resource)
    }
}

/// A line of `citizens.json`.
struct SampleCitizenRow: Decodable {
    let id: String
    let name: String
    let number: String
    let nation: String
    let address: String
    let phone: String?
    let issuer: String
    let cardFrom: String
    /// `yyyy-mm-dd` or `long`.
    let cardUntil: String
    let faceSeed: UInt64
    let parents: [String]?
    let zh: String
    let en: String
    let behaviour: [String: String]?

    func citizen() throws -> SampleCitizen {
        guard let from = CalendarDate(cardFrom) else { throw broken("cardFrom") }
        let until = CalendarDate(cardUntil)
        guard until != nil || cardUntil == "long" else { throw broken("cardUntil") }
        let phone = phone.flatMap { Phone($0) }
        guard (phone == nil) == (self.phone == nil) else { throw broken("phone") }
        return SampleCitizen(
            id: id, name: name, number: try CitizenNumber(number), nation: nation, address: address,
            phone: phone, issuer: issuer, cardFrom: from, cardUntil: until, faceSeed: faceSeed,
            parents: parents ?? [], label: SampleCitizen.Label(chinese: zh, english: en),
            behaviour: try faults())
    }

    private func faults() throws -> SampleCitizen.Behaviour {
        var authority: AuthorityFault?
        var registers: [String: RegisterFault] = [:]
        var messages: MessageFault?
        for (system, word) in behaviour ?? [:] {
            switch system {
            case "authority":
                guard let fault = AuthorityFault(rawValue: word) else { throw broken(system) }
                authority = fault
            case "sms":
                guard let fault = MessageFault(rawValue: word) else { throw broken(system) }
                messages = fault
            default:
                guard let fault = RegisterFault(rawValue: word) else { throw broken(system) }
                registers[system] = fault
            }
        }
        return SampleCitizen.Behaviour(authority: authority, registers: registers, messages: messages)
    }

    private func broken(_ field: String) -> SampleCity.Broken {
        .value(file: "citizens", id: id, field: field)
    }
}
