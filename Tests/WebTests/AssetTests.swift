import NIOCore
import Hummingbird
import Foundation
import HummingbirdTesting
import HTTPTypes
import Testing
import Web

@Suite struct AssetTests {
    @Test func anAssetIsKeptForEverUnderItsHash() async throws {
        let listener = try TestHouse().listener()
        let path = listener.frame.assets.path("base.css")

        #expect(path.wholeMatch(of: /\/assets\/[0-9a-f]{8}\/base\.css/) != nil)
        try await listener.application(listener.router()).test(.router) { client in
            let first = try await client.execute(uri: path, method: .get)
            let tag = try #require(first.headers[.eTag])
            #expect(first.status == .ok)
            #expect(first.headers[.contentType] == "text/css; charset=utf-8")
            #expect(first.headers[.cacheControl] == "public, max-age=31536000, immutable")
            let again = try await client.execute(uri: path, method: .get, headers: [.ifNoneMatch: tag])
            #expect(again.status == .notModified)
            #expect(again.body.readableBytes == 0)
        }
    }

    @Test(arguments: ["/assets/00000000/base.css", "/assets/x/../../Package.swift", "/assets/missing/a.css"])
    func anAssetUnderAnotherHashIsNotFound(path: String) async throws {
        let listener = try TestHouse().listener()

        try await listener.application(listener.router()).test(.router) { client in
            let answer = try await client.execute(uri: path, method: .get)
            #expect(answer.status == .notFound)
        }
    }

    @Test func everyAssetOfAPageExists() async throws {
        for surface in Surface.allCases {
            let listener = try TestHouse().listener(surface)
            try await listener.application(listener.router()).test(.router) { client in
                let page = String(
                    buffer: try await client.execute(uri: "/dev/patterns", method: .get).body)
                let paths = page.matches(of: /(?:href|src)="(\/assets\/[^"]+)"/).map { String($0.output.1) }
                #expect(paths.count > 5)
                for path in Set(paths) {
                    #expect(try await client.execute(uri: path, method: .get).status == .ok, "\(path)")
                }
            }
        }
    }

    @Test func noPageHoldsInlineScriptOrStyle() async throws {
        for surface in Surface.allCases {
            let listener = try TestHouse().listener(surface)
            try await listener.application(listener.router()).test(.router) { client in
                let page = String(
                    buffer: try await client.execute(uri: "/dev/patterns", method: .get).body)
                #expect(!page.contains("<style") && !page.contains(" style=") && !page.contains(" onclick="))
                #expect(
                    page.matches(of: /<script[^>]*><\/script>/).count == page.matches(of: /<script/).count)
            }
        }
    }
}
