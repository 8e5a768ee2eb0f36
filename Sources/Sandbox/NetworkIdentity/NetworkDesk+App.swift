import Base
import Hummingbird

/// The app on a citizen's phone: it names place and service, asks who she is, and takes a yes or a no, once.
extension NetworkDesk {
    func app(_ request: Request) -> Response {
        guard let secret = request.uri.queryParameters["request"].map(String.init) else { return pictures() }
        guard let entry = book.entry(secret: secret, at: world.now())
        else { return Self.page("二维码无效或已过期 · The picture is unknown or too old", "") }
        guard entry.answer == nil else { return Self.answered }
        let people = city.citizens.map { citizen in
            "<option value=\"\(citizen.id)\">\(PortalPages.escaped(citizen.name))</option>"
        }.joined()
        let faults = NetworkFault.allCases.map { fault in
            "<option value=\"\(fault.rawValue)\">\(fault.rawValue)</option>"
        }.joined()
        let data =
            entry.scope == "identity"
            ? "姓名、公民身份号码 · name and citizen number" : "应用标识（不含身份信息） · a name for this application alone"
        return Self.page(
            "国家网络身份认证（沙箱）· Network identity (sandbox)",
            """
            <p id="scene">\(PortalPages.escaped(entry.scene))</p><p id="data">提供 · gives: \(data)</p>
            <form method="post" action="/network/app"><input type="hidden" name="request" value="\(secret)">
            <p><label>网证 · certificate of <select name="citizen">\(people)</select></label></p>
            <p><label>服务怎样回答 · how the service answers <select name="fault">\(faults)</select></label></p>
            <p><button name="answer" value="yes">输入口令并同意 · password, and yes</button>
            <button name="answer" value="no">不同意 · no</button></p></form>
            """)
    }

    /// For who tries the house without a camera: the pictures that wait on screens.
    private func pictures() -> Response {
        let items = book.unanswered(at: world.now()).map { entry in
            "<li><a href=\"/network/app?request=\(entry.secret)\">\(PortalPages.escaped(entry.scene))</a></li>"
        }.joined()
        return Self.page(
            "等待扫描的二维码 · Pictures that wait", items.isEmpty ? "<p>没有 · none</p>" : "<ul>\(items)</ul>")
    }

    func decide(_ request: Request) async throws -> Response {
        let form = try await PortalForm(request)
        guard let entry = form["request"].flatMap({ book.entry(secret: $0, at: world.now()) }),
            let answer = form["answer"], ["yes", "no"].contains(answer),
            let fault = NetworkFault(rawValue: form["fault"] ?? "none"),
            answer == "no" || form["citizen"].flatMap(city.citizen(id:)) != nil
        else { return .refused(.badRequest, "malformed") }
        let taken = book.answer(
            entry.serial,
            NetworkBook.Answer(
                citizen: answer == "yes" ? form["citizen"] : nil, fault: fault, at: world.now()))
        guard taken else { return Self.answered }
        return Self.page(
            answer == "yes" ? "已同意 · You agreed" : "已拒绝 · You refused", "<p>请看终端屏幕 · Look at the terminal</p>"
        )
    }

    private static let answered = page("已经回答过 · Answered before", "")

    private static func page(_ title: String, _ content: String) -> Response {
        .page(
            """
            <!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>\(title)</title>
            <meta name="viewport" content="width=device-width"><style>
            body{font:16px/1.6 "Noto Sans CJK SC",sans-serif;max-width:32rem;margin:2rem auto;padding:0 1rem}
            button,select{font:inherit;padding:.4rem .8rem}
            </style></head><body><main><h1>\(title)</h1>\(content)</main></body></html>
            """)
    }
}
