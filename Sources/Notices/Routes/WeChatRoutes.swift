public import Base
public import Hummingbird
public import Web
import HTTPTypes
import NIOCore

/// Messages by WeChat, in a person's account and at WeChat's door; without an official account there is neither.
///
///     GET  /account/notices/wechat   how it stands with her WeChat
///     POST /account/notices/wechat   the next step, or a choice
///     GET  /wechat/callback          WeChat sees whether we are here
///     POST /wechat/callback          what WeChat tells
public struct WeChatRoutes: Sendable {
    /// Who is signed in, and in which session; throws when nobody is.
    public typealias Known = @Sendable (_ context: EgretContext) async throws -> WeChatAsker

    /// What WeChat posts is some hundred bytes.
    static let bodyBytesMax = 16_384

    let frame: Frame
    let world: World
    let bind: BindWeChat
    let choices: NoticeChoices
    let hear: HearWeChat
    let idempotency: Idempotency
    let known: Known

    public init(
        frame: Frame, world: World, parts: NoticeParts, idempotency: Idempotency, known: @escaping Known
    ) {
        self.frame = frame
        self.world = world
        bind = BindWeChat(parts)
        choices = NoticeChoices(parts)
        hear = HearWeChat(parts: parts)
        self.idempotency = idempotency
        self.known = known
    }

    /// `account` is the routes below `/account`.
    public func add(to router: Router<EgretContext>, account: some RouterMethods<EgretContext>) {
        account.get("notices/wechat", use: page)
        account.post("notices/wechat", use: act)
        router.get("wechat/callback", use: echo)
        router.group().add(middleware: BodyLimit(bytes: Self.bodyBytesMax))
            .post("wechat/callback", use: callback)
    }

    @Sendable func page(_ request: Request, _ context: EgretContext) async throws -> HTML {
        try await page(for: known(context), nil).html(frame, context)
    }

    @Sendable func act(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let asker = try await known(context)
            do {
                try await act(form, asker, context.requestID)
            } catch NoticeRefused.weChatCodeWrong {
                let error = frame.phrases(context).problem(inForm: NoticeRefused.weChatCodeWrong)
                return try await page(for: asker, error).html(frame, context)
                    .response(status: NoticeRefused.weChatCodeWrong.status)
            }
            return Response.redirect(to: WeChatPage.path)
        }
    }

    private func act(_ form: Form, _ asker: WeChatAsker, _ requestID: String) async throws {
        switch form["act"] {
        case "begin": try await bind.begin(for: asker, requestID: requestID)
        case "claim": try await bind.claim(for: asker, requestID: requestID)
        case "code": try await bind.confirm(form.text("code", max: 60), for: asker, requestID: requestID)
        case "drop": try await bind.drop(for: asker)
        case "agree": try await bind.agree(for: asker, requestID: requestID)
        case "unbind": try await bind.unbind(for: asker, requestID: requestID)
        case "channel":
            guard let channel = form["channel"].flatMap(NoticeChannel.init) else {
                throw NoticeRefused.choiceUnknown
            }
            try await choices.send(by: channel, to: asker.citizen, requestID: requestID)
        default: throw NoticeRefused.choiceUnknown
        }
    }

    @Sendable func echo(_ request: Request, _ context: EgretContext) throws -> Response {
        guard let word = try bind.parts.requireWeChat().port.echo(Self.query(request)) else {
            throw NoticeRefused.weChatUnsigned
        }
        return Self.plain(word)
    }

    /// The word that WeChat wants is said as soon as what it told is kept; within five seconds, or it tells it again.
    @Sendable func callback(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await hear(try await body(of: request, context), Self.query(request))
        return Self.plain("success")
    }

    private func page(for asker: WeChatAsker, _ error: String?) async throws -> WeChatPage {
        WeChatPage(
            standing: try await bind.standing(for: asker), error: error, keys: [Token(world), Token(world)])
    }

    private static func query(_ request: Request) throws -> [String: String] {
        let query = try Form(Array((request.uri.query ?? "").utf8))
        return Dictionary(
            uniqueKeysWithValues: ["signature", "msg_signature", "timestamp", "nonce", "echostr"]
                .compactMap { name in query[name].map { (name, $0) } })
    }

    private static func plain(_ text: String) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
