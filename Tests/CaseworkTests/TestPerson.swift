import Base
import Exchange
import Wire

/// A person of the tests, and what the registers know of her.
struct TestPerson: Sendable {
    let name: String
    let number: CitizenNumber

    static let one = TestPerson("陈静", "350203199006159807")
    static let two = TestPerson("林伟", "350205198503129834")

    private init(_ name: String, _ text: String) {
        guard let number = try? CitizenNumber(text) else { preconditionFailure("a number") }
        self.name = name
        self.number = number
    }

    var card: CardReading {
        CardReading(
            name: name, number: number.text, validFrom: "20170911", validTo: "20370911", issuer: "",
            readerSerial: "SAM-1")
    }

    static func of(_ number: CitizenNumber) -> TestPerson { number == one.number ? one : two }

    /// Exactly the fields that are asked for.
    static func values(of question: RegisterQuestion) -> [String: RegisterValue] {
        let person = of(question.subject)
        let texts = [
            "name": person.name, "number": person.number.text, "sex": "female", "nation": "汉",
            "birthDate": person.number.birthDate.description, "address": "样板里1号100室",
            "issuer": "思明分局", "employer": "样板科技有限公司", "insuredSince": "2015-07-01", "status": "正常参保",
            "account": "350200100012345", "monthlyDeposit": "228000", "balance": "18654321",
            "paidUntil": "2026-02",
        ]
        let month = [
            "month": "2026-01", "pension": "paid", "medical": "paid", "unemployment": "paid",
            "injury": "paid", "maternity": "-",
        ]
        var values: [String: RegisterValue] = [:]
        for field in question.fields {
            switch field {
            case "months": values[field] = .table([month])
            case "deposits":
                values[field] = .table([["month": "2026-01", "employer": "样板公司", "deposit": "228000"]])
            default: values[field] = .text(texts[field] ?? "")
            }
        }
        return values
    }
}
