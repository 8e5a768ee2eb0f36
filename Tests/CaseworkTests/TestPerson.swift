import Base
import Exchange
import Wire

/// A person of the tests, and what the registers know of her.
struct TestPerson: Sendable {
    let name: String
    let number: CitizenNumber

    static let one = TestPerson("陈静", "350203199006159807")
    static let two = TestPerson("林伟", "350205198503129834")

    /// The first one's child of seven, and her child of fourteen.
    static let child = TestPerson("陈小雨", "350203201805129823")
    static let teen = TestPerson("陈大为", "350203201106209816")
    /// The second one's father of seventy,.
    static let elder = TestPerson("王建国", "350211195510019872")
    static let all = [one, two, child, teen, elder]
    private static let relations: [(parent: TestPerson, child: TestPerson)] =
        [(one, child), (one, teen), (elder, two)]

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

    static func of(_ number: CitizenNumber) -> TestPerson { all.first { $0.number == number } ?? two }

    var row: [String: String] { ["name": name, "number": number.text] }

    /// Exactly the fields that are asked for.
    static func values(of question: RegisterQuestion) -> [String: RegisterValue] {
        let person = of(question.subject)
        let texts = [
            "name": person.name, "number": person.number.text, "sex": "female", "nation": "汉",
            "birthDate": person.number.birthDate.description, "address": "样板里1号100室",
            "issuer": "思明分局", "employer": "样板科技有限公司", "insuredSince": "2015-07-01", "status": "正常参保",
            "account": "350200100012345", "monthlyDeposit": "228000", "balance": "18654321",
            "paidUntil": "2026-02", "permitNumber": "JZ350212345678", "endorsedUntil": "2026-03-20",
            "registeredOn": "2020-01-15", "hukouPlace": "福建省漳州市", "leaseAddress": "样板里8号201室",
            "leaseNumber": "ZL2026-00008",
            "payer": "样板科技有限公司", "state": "未申领",
            "category": "退役军人", "discharged": "2015-12",
            "standardAddress": "样板里1号", "formerAddress": "旧示例街3号", "changedOn": "2019-05-06",
            "plate": "思明0001",
            "allowanceNumber": "SY2026000001", "allowanceOn": "2026-01-10", "allowanceDays": "158",
            "allowanceStage": "津贴核定", "paidTo": "本人账户",
        ]
        let month = [
            "month": "2026-01", "pension": "paid", "medical": "paid", "unemployment": "paid",
            "injury": "paid", "maternity": "-",
        ]
        var values: [String: RegisterValue] = [:]
        for field in question.fields {
            switch field {
            case "months" where question.resource == "insurance/payments":
                values[field] = .table([
                    ["month": "2026-01", "base": "600000", "own": "48000", "firm": "96000", "arrived": "已到账"]
                ])
            case "doses":
                values[field] = .table([
                    ["date": "2025-01-02", "vaccine": "流感疫苗", "dose": "1", "clinic": "样板接种门诊"]
                ])
            case "status" where question.resource == "police/residence-permits":
                values[field] = .text("使用有效")
            case "months": values[field] = .table([month])
            case "children":
                values[field] = .table(
                    relations.filter { $0.parent.number == person.number }.map(\.child.row))
            case "parents":
                values[field] = .table(
                    relations.filter { $0.child.number == person.number }.map(\.parent.row))
            case "deposits":
                values[field] = .table([["month": "2026-01", "employer": "样板公司", "deposit": "228000"]])
            default: values[field] = .text(texts[field] ?? "")
            }
        }
        return values
    }
}
