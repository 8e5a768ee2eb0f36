import Base
import Hummingbird

/// The portal's pages, plain and labelled as a sandbox.
enum PortalPages {
    static func people(_ city: SampleCity, hidden: [(String, String)]) -> Response {
        let inputs = hidden.map { "<input type=\"hidden\" name=\"\($0)\" value=\"\(escaped($1))\">" }.joined()
        let people = city.citizens.filter(\.behaviour.isOrdinary).map { citizen in
            "<button name=\"citizen\" value=\"\(citizen.id)\">\(escaped(citizen.name))</button>"
        }.joined(separator: " ")
        let faults = PortalProvider.Fault.allCases.map { fault in
            "<label><input type=\"radio\" name=\"fault\" value=\"\(fault.rawValue)\"\(fault == .none ? " checked" : "")> "
                + "\(fault.rawValue)</label>"
        }.joined(separator: " ")
        return page(
            "i厦门（沙箱）登录 · Sign in at the portal",
            """
            <form method="post" action="/portal/authorize">\(inputs)
            <fieldset><legend>门户怎样回答 · How the portal answers</legend>\(faults)</fieldset>
            <p>您是谁？ <span lang="en">Who are you?</span></p><p>\(people)</p></form>
            """)
    }

    static func home(_ claims: JSONValue?, base: String) -> Response {
        let who =
            claims.map { claims in
                """
                <p id="known">已登录 · Signed in</p><pre>\(escaped(String(decoding: claims.bytes, as: UTF8.self)))</pre>
                <p><a href="/portal/leave">退出 · Sign out here and there</a></p>
                """
            }
            ?? "<p id=\"nobody\">未登录 · Nobody is signed in</p><p><a id=\"enter\" href=\"/portal/enter\">用便民站账户登录 · Sign in with the station's account</a></p>"
        return page(
            "i厦门（沙箱）门户 · The city portal",
            """
            \(who)
            <form method="post" action="/portal/sign-everybody-out"><p>门户通知便民站：此人已退出 · The portal tells the station
            that somebody signed out</p><p><button name="how" value="true">真的 · true</button>
            <button name="how" value="unsigned">伪造：无签名 · forged: unsigned</button>
            <button name="how" value="key">伪造：别的密钥 · forged: another key</button></p></form>
            """)
    }

    static func told(_ answers: [String]) -> Response {
        page(
            "便民站的回答 · What the station answered",
            "<ul>\(answers.map { "<li>\(escaped($0))</li>" }.joined())</ul><p><a href=\"/portal/\">返回 · Back</a></p>"
        )
    }

    static func failed(_ reason: String) -> Response {
        page(
            "登录失败 · Not signed in",
            "<p id=\"failed\">\(escaped(reason))</p><p><a href=\"/portal/\">返回 · Back</a></p>")
    }

    private static func page(_ title: String, _ content: String) -> Response {
        .page(
            """
            <!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>\(title)</title>
            <meta name="viewport" content="width=device-width"><style>
            body{font:16px/1.6 "Noto Sans CJK SC",sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}
            button{font:inherit;padding:.4rem .8rem}pre{white-space:pre-wrap;overflow-wrap:anywhere}
            </style></head><body><h1>\(title)</h1>\(content)</body></html>
            """)
    }

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}

extension Response {
    static func json(_ value: JSONValue) -> Response { .bytes(value.bytes, type: "application/json") }
}
