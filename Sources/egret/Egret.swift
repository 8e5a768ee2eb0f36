import ArgumentParser
import AsyncHTTPClient
import Configuration
import Hummingbird
import HummingbirdCore
import Metrics
import ServiceLifecycle

@main
struct Egret: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "egret")
}
