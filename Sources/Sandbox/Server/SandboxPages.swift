import Base
import Foundation
import Hummingbird

/// The pages a person looks at while trying Egret.
struct SandboxPages: Sendable {
    let city: SampleCity
    /// Whether WeChat is played, too.
    var hasWeChat = false

    func landing() -> Response {
        let rows = city.citizens.map { citizen in
            """
            <tr class="\(citizen.behaviour.isOrdinary ? "" : "trouble")"><td><img src="/faces/\(citizen.id)/1.jpg" \
            alt="" width="64" height="48" loading="lazy"></td><td>\(escaped(citizen.name))</td>\
            <td><code>\(citizen.number.text)</code></td><td>\(citizen.phone?.text ?? "–")</td>\
            <td>\(escaped(citizen.label.chinese))<br><span lang="en">\(escaped(citizen.label.english))</span></td></tr>
            """
        }
        let weChat =
            hasWeChat
            ? "<p><a href=\"/wechat/phones\">微信公众号（沙箱） · The official account at WeChat</a></p>" : ""
        return page(
            title: "外部系统沙箱 · Sandbox of foreign systems",
            """
            <p>这里模拟白鹭所连接的外部系统：身份认证平台、国家网络身份认证服务、三个部门的登记系统和短信网关。所有人物、号码、地址和单位都是虚构的。</p>
            <p lang="en">This stands in for the systems that Egret talks to: the identity authority, the network identity service,
            the registers of three departments and a message gateway. Every person, number, address and company is invented.</p>
            <p><a href="/inbox">短信收件箱 · Messages to the sample phones</a></p>
            <p><a href="/network/app">国家网络身份认证 App（沙箱） · The national network identity app</a></p>
            <p><a href="/portal/">i厦门（沙箱）门户 · The city portal</a></p>
            \(weChat)
            <table><thead><tr><th></th><th>姓名 Name</th><th>号码 Number</th><th>手机 Phone</th><th>用途 What it shows</th></tr>\
            </thead><tbody>\(rows.joined())</tbody></table>
            """)
    }

    func inbox(_ messages: [MessageBook.Message]) -> Response {
        let items = messages.map { message in
            """
            <li><p class="to">\(escaped(message.phone)) · \(Self.clock(message.at))</p>\
            <p class="text">\(escaped(message.text))</p></li>
            """
        }
        let list =
            items.isEmpty
            ? "<p>还没有短信。<span lang=\"en\">No messages yet.</span></p>" : "<ul>\(items.joined())</ul>"
        return page(
            title: "短信收件箱 · Inbox",
            """
            <p>发给示例手机的短信，最新的在前；每五秒刷新。<span lang="en">Messages to the sample phones, newest first; \
            refreshed every five seconds.</span></p>\(list)<p><a href="/">返回 · Back</a></p>
            """, refreshSeconds: 5)
    }

    /// The people as the card reader and the camera of a virtual terminal play them.
    func citizens() -> Response {
        struct Card: Encodable {
            let id: String
            let name: String
            let sex: String
            let nation: String
            let birthDate: String
            let address: String
            let number: String
            let issuer: String
            let validFrom: String
            let validTo: String
            let phone: String?
            let labelChinese: String
            let labelEnglish: String
            /// What a simulator shows beside the name.
            let label: String
            /// Names the face under `/faces/`.
            let faceID: String
            let ordinary: Bool
        }
        let cards = city.citizens.map { citizen in
            Card(
                id: citizen.id, name: citizen.name, sex: citizen.number.sex.rawValue, nation: citizen.nation,
                birthDate: citizen.number.birthDate.compact, address: citizen.address,
                number: citizen.number.text, issuer: citizen.issuer, validFrom: citizen.cardFrom.compact,
                validTo: citizen.cardUntil?.compact ?? "00000000", phone: citizen.phone?.text,
                labelChinese: citizen.label.chinese, labelEnglish: citizen.label.english,
                label: citizen.label.chinese, faceID: citizen.id,
                ordinary: citizen.behaviour.isOrdinary)
        }
        let bytes = (try? JSONEncoder().encode(cards)).map([UInt8].init) ?? []
        return .bytes(bytes, type: "application/json")
    }

    private func page(title: String, _ content: String, refreshSeconds: Int? = nil) -> Response {
        let refresh = refreshSeconds.map { "<meta http-equiv=\"refresh\" content=\"\($0)\">" } ?? ""
        return .page(
            """
            <!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>\(title)</title>\(refresh)
            <meta name="viewport" content="width=device-width"><style>
            body{font:16px/1.6 "Noto Sans CJK SC",sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#17202a}
            h1{font-size:1.5rem}a{color:#0b57a4}table{border-collapse:collapse;width:100%}
            th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #d5dbe1;vertical-align:top}
            img{border-radius:4px;display:block}.trouble td{background:#fff6e6}ul{list-style:none;padding:0}
            li{border:1px solid #d5dbe1;border-radius:8px;padding:.6rem 1rem;margin:.8rem 0}
            .to{color:#4a5763;margin:0}.text{font-size:1.25rem;margin:.2rem 0}[lang=en]{color:#4a5763}
            </style></head><body><h1>\(title)</h1>\(content)</body></html>
            """)
    }

    private static func clock(_ instant: Instant) -> String {
        let minutes = (instant.milliseconds + 28_800_000) / 60_000 % 1_440
        return String(minutes / 60).leftPadded(to: 2) + ":" + String(minutes % 60).leftPadded(to: 2)
    }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
