import Base
import Documents
import Foundation
import Support
import Vault

/// Orders for the three papers of the sample city, with the layouts that are delivered.
enum Sample {
    static let caseNumber = "11350200MBX900017M3002090001001202603020001"
    static let verifyURL = "https://egret.example.gov.cn/verify"
    static let chen = holder("陈静", "350203199006159807")
    static let lin = holder("林伟", "350205198503129834")

    static func holder(_ name: String, _ number: String) -> Holder {
        guard let name = PersonName(name), let number = try? CitizenNumber(number) else {
            preconditionFailure("a sample citizen")
        }
        return Holder(name: name, number: number)
    }

    static func layout(_ service: String) throws -> DocumentLayout {
        let file = "Services/\(service)/document.yml"
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try DocumentLayout(
            yaml: String(contentsOf: root.appending(path: file), encoding: .utf8), file: file)
    }

    static func identity(
        _ holder: Holder = chen, world: World = .frozen(), caseNumber: String = caseNumber,
        edit: (inout DocumentContent) -> Void = { _ in }
    ) throws -> DocumentOrder {
        var content = DocumentContent(values: [
            "name": holder.name.text, "sex": holder.number.sex.rawValue, "nation": "汉",
            "birthDate": holder.number.birthDate.description,
            "address": "福建省厦门市思明区样板里1号100室（虚构）", "number": holder.number.text,
            "issuer": "厦门市公安局思明分局", "answer.reason": "身份证丢了", "answer.place": "住旅馆",
        ])
        edit(&content)
        return try order(
            "police/temporary-identity-proof", "临时身份证明", "厦门市公安局（示例）", content, holder, world,
            caseNumber: caseNumber, days: 30)
    }

    static func insurance(_ holder: Holder = chen, world: World = .frozen()) throws -> DocumentOrder {
        let rows = (1...12).map { index in
            [
                "month": index < 3 ? "2026-0\(3 - index)" : "2025-\(String(15 - index).leftPadded(to: 2))",
                "pension": "paid", "medical": "paid", "unemployment": index == 5 ? "-" : "paid",
                "injury": "paid", "maternity": "paid",
            ]
        }
        return try order(
            "insurance/participation-proof", "社会保险参保证明", "厦门市人力资源和社会保障局（示例）",
            DocumentContent(
                values: [
                    "name": holder.name.text, "number": holder.number.text, "employer": "厦门市样板科技有限公司",
                    "insuredSince": "2015-07-01", "status": "正常参保", "answer.purpose": "买房或租房",
                    "answer.receiver": "",
                ], tables: ["months": rows]), holder, world, caseNumber: caseNumber, days: nil)
    }

    static func fund(
        _ holder: Holder = chen, world: World = .frozen(), months: Int = 14
    ) throws -> DocumentOrder {
        let rows = (0..<months).map { index in
            let month = 2026 * 12 + 1 - index
            return [
                "month": "\(month / 12)-\(String(month % 12 + 1).leftPadded(to: 2))",
                "employer": "厦门样板科技有限公司",
                "deposit": "228000",
            ]
        }
        return try order(
            "fund/deposit-proof", "住房公积金缴存证明", "厦门市住房公积金中心（示例）",
            DocumentContent(
                values: [
                    "name": holder.name.text, "number": holder.number.text, "employer": "厦门市样板科技有限公司",
                    "account": "350200100012345", "monthlyDeposit": "228000", "balance": "18654321",
                    "paidUntil": "2026-02", "answer.purpose": "申请贷款", "answer.months": "最近十二个月",
                ], tables: ["deposits": rows]), holder, world, caseNumber: caseNumber, days: nil)
    }

    static func order(
        _ service: String, _ name: String, _ issuer: String, _ content: DocumentContent, _ holder: Holder,
        _ world: World, caseNumber: String, layout: DocumentLayout? = nil, days: Int?
    ) throws -> DocumentOrder {
        let today = CalendarDate(inChinaAt: world.now()).daysSince1970
        return DocumentOrder(
            documentID: Token(world), code: VerificationCode(world), caseNumber: caseNumber,
            serviceCode: "002090001001", serviceName: name, issuer: issuer,
            layout: try layout ?? Self.layout(service), content: content, holder: holder,
            issuedAt: world.now(), validUntil: days.map { CalendarDate(daysSince1970: today + $0) })
    }

    /// Draws with Egret's own typefaces where `scripts/fonts` has made them.
    static func factory(_ ring: KeyRing, _ typefaces: Typefaces? = nil) throws -> DocumentFactory {
        try DocumentFactory(
            ring: ring, typefaces: typefaces ?? Tool.typefaces ?? .noto, verifyURL: verifyURL, threads: 1)
    }
}
