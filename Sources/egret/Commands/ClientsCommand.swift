import ArgumentParser
import Base
import Federation
import Foundation
import Vault

/// `egret clients`: the other sites that let people in with their account here.
struct ClientsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clients", abstract: "Check the registrations of other sites, and make secrets.",
        subcommands: [Check.self, Secret.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read clients.path and print what each site may ask for.")

        @OptionGroup var shared: SharedOptions

        func run() async throws {
            let path = try CentreConfig(await shared.reader()).clientsPath
            let clients = try ClientList.load(URL(filePath: path))
            for client in clients.all { print(client.summary) }
            print("\(clients.all.count.of("site")) in \(path)")
        }
    }

    struct Secret: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a new secret for a site, and the secretHash for its registration.")

        func run() async throws {
            let secret = Base64URL.encode(World.live.random(32))
            print("secret      \(secret)")
            print("secretHash  sha256:\(Digest.sha256(Array(secret.utf8)).hex)")
        }
    }
}
