import Base
import Hummingbird
import Vault

/// WeChat on the phones of the sandbox: who scans is chosen on the page.
extension WeChatDesk {
    func addPhones(to router: Router<BasicRequestContext>) {
        router.get("wechat/q/{ticket}") { [self] _, context in scanner(context.parameters.get("ticket")) }
        router.post("wechat/q/{ticket}") { [self] request, context in
            try await scan(request, context.parameters.get("ticket"))
        }
        router.get("wechat/phones") { [self] _, _ in try await phones() }
        router.get("wechat/phones.json") { [self] _, _ in inbox() }
        router.post("wechat/phones") { [self] request, _ in try await leave(request) }
        router.post("wechat/deliveries") { [self] _, _ in
            try await deliver()
            return Self.answer([:])
        }
        router.post("wechat/greeting") { [self] _, _ in
            try await post.greet("4375120948345356249")
                ? Self.answer([:]) : .refused(.badGateway, "no-echo")
        }
    }

    private func scanner(_ ticket: String?) -> Response {
        guard let ticket, Token(rawValue: ticket) != nil else { return .refused(.notFound, "unknown") }
        return Self.page(
            "微信扫一扫（沙箱）· WeChat scans (sandbox)",
            """
            <form method="post" action="/wechat/q/\(ticket)"><p><label>谁在扫码 · who scans
            <select name="openid">\(Self.options)</select></label></p>
            <p><button>关注并继续 · follow and go on</button></p></form>
            """)
    }

    private func scan(_ request: Request, _ ticket: String?) async throws -> Response {
        let form = try await PortalForm(request)
        guard let user = form["openid"].flatMap(WeChatUser.init(openID:)), let ticket else {
            return .refused(.badRequest, "malformed")
        }
        guard let isHeard = try await scan(ticket, by: user) else {
            return .refused(.notFound, "unknown")
        }
        return Self.told(isHeard)
    }

    private func leave(_ request: Request) async throws -> Response {
        guard let user = try await PortalForm(request)["openid"].flatMap(WeChatUser.init(openID:)) else {
            return .refused(.badRequest, "malformed")
        }
        return Self.told(try await unfollow(user))
    }

    private func phones() async throws -> Response {
        try await deliver()
        let items = messages.map { message in
            "<li>\(PortalPages.escaped(message.openID)): \(PortalPages.escaped(message.text))</li>"
        }.joined()
        return Self.page(
            "微信消息（沙箱）· WeChat messages (sandbox)",
            """
            <ul>\(items)</ul><form method="post" action="/wechat/phones"><p><label>谁取消关注 · who unfollows
            <select name="openid">\(Self.options)</select></label> <button>取消关注 · unfollow</button></p></form>
            """)
    }

    private func inbox() -> Response {
        Self.answer(
            .list(messages.map { ["openid": .text($0.openID), "text": .text($0.text)] }))
    }

    private static let options = WeChatUser.allCases.map { user in
        "<option value=\"\(user.openID)\">\(user.rawValue)</option>"
    }.joined()

    private static func told(_ isHeard: Bool) -> Response {
        page(isHeard ? "已通知 · The house was told" : "白鹭没有听到 · The house did not hear", "")
    }

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
