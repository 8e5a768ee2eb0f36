public import Base
public import Hummingbird
import HTTPTypes
public import Logging
import Serving
public import Transport
import Vault

/// The foreign systems in a box: identity authority, three departments' registers and a message gateway, speaking
/// their protocols over HTTP on loopback, with faults chosen by the data.
///
/// | path | system |
/// |---|---|
/// | `/ctid/applications`, `/ctid/requests` | identity authority |
/// | `/network/…` | network identity service, and its app |
/// | `/registers/<department>/<resource>`, `/results/<department>` | departments; `/results.json` what they were told |
/// | `/messages`, `/inbox` | message gateway, and the phones |
/// | `/faces/<citizen>/<shot>.jpg`, `/citizens.json` | pictures and cards for the simulators |
/// | `/portal/…` | city portal, which lets people in by the house and vouches for them to it |
/// | `/portal/catalogues/…` | the city portal's catalogue of services |
/// | `/wechat/…` | WeChat's official account, and the phones that follow it |
/// | `/` | what this is |
public struct Sandbox: Sendable {
    let config: SandboxConfig
    let keys: SandboxKeys
    let world: World
    let city: SampleCity
    private let authority: AuthorityDesk
    private let network: NetworkDesk?
    private let registers: RegisterDesk
    private let results: ResultDesk
    private let messages: MessageDesk
    private let weChat: WeChatDesk?
    private let portal: (provider: PortalProvider, visitor: PortalVisitor)?

    /// With a portal, and with WeChat, when their settings are given and `transport` leads to the house; with books of before,
    /// where it is started again.
    public init(
        config: SandboxConfig, keys: SandboxKeys, world: World, city: SampleCity,
        books: SandboxBooks = SandboxBooks(),
        portal: (config: PortalConfig, keys: PortalKeys, transport: any HTTPTransport)? = nil,
        weChat: (config: WeChatConfig, transport: any HTTPTransport)? = nil
    ) {
        self.config = config
        self.keys = keys
        self.world = world
        self.city = city
        authority = AuthorityDesk(
            config: config, signer: keys.authority, city: city, world: world, book: books.authority)
        network = config.networkCaller.map { caller in
            NetworkDesk(
                config: config, caller: caller, signer: keys.network, city: city, world: world,
                book: books.network)
        }
        let desk = SignedDesk(caller: config.exchangeCaller, world: world)
        registers = RegisterDesk(
            config: config, signers: keys.departments, city: city, world: world, desk: desk,
            book: books.results)
        results = ResultDesk(
            book: books.results, desk: desk, config: config, signers: keys.departments, city: city)
        messages = MessageDesk(config: config, city: city, world: world, book: books.messages)
        self.weChat = weChat.map {
            WeChatDesk(config: $0.config, stall: config.stall, world: world, transport: $0.transport)
        }
        self.portal = portal.map { portal in
            let provider = PortalProvider(config: portal.config, keys: portal.keys, world: world, city: city)
            return (provider, PortalVisitor(provider: provider, transport: portal.transport))
        }
    }

    /// The server; `onRunning` hears the port once it listens.
    public func application(
        logger: Logger = Logger(label: "egret.sandbox"),
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        Application(
            router: router(), server: .onceTaken(),
            configuration: ApplicationConfiguration(
                address: .hostname(config.host, port: config.port), serverName: nil),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
            logger: logger)
    }

    /// What answers, for a caller without a network.
    package var responder: some HTTPResponder<BasicRequestContext> { router().buildResponder() }

    private func router() -> Router<BasicRequestContext> {
        let router = Router()
        authority.add(to: router)
        network?.add(to: router)
        registers.add(to: router)
        results.add(to: router)
        messages.add(to: router)
        weChat?.add(to: router)
        portal?.provider.add(to: router)
        portal?.visitor.add(to: router)
        PortalCatalogueDesk(world: world, stall: config.stall).add(to: router)
        let pages = SandboxPages(city: city, hasWeChat: weChat != nil)
        router.get("/") { _, _ in pages.landing() }
        router.get("/livez") { _, _ in Response.text("ok\n") }
        router.get("/citizens.json") { _, _ in pages.citizens() }
        router.get("/certificates/{name}") { _, context in certificate(context.parameters.get("name")) }
        router.get("/faces/{citizen}/{shot}") { _, context in
            face(context.parameters.get("citizen"), context.parameters.get("shot"))
        }
        return router
    }

    private func certificate(_ name: String?) -> Response {
        guard let name, name.hasSuffix(".pem") else { return .refused(.notFound, "unknown") }
        let bare = String(name.dropLast(4))
        let named = ["authority": keys.authority, "network": keys.network]
        guard let signer = named[bare] ?? keys.departments[bare] else {
            return .refused(.notFound, "unknown")
        }
        return .text(signer.certificate.pem)
    }

    private func face(_ id: String?, _ file: String?) -> Response {
        guard let id, let citizen = city.citizen(id: id), let file, file.hasSuffix(".jpg"),
            let shot = Int(file.dropLast(4)), (0...999).contains(shot)
        else { return .refused(.notFound, "unknown") }
        return .bytes(citizen.face.jpeg(shot: shot), type: "image/jpeg")
    }
}
