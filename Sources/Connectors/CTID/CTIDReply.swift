/// The package of an answer; which fields stand in it depends on the question.
struct CTIDReply: Decodable, Sendable {
    let custNum: String
    let timeStamp: String
    let businessSerialNumber: String?
    let randomNumber: String?
    let authMode: String?
    let authResult: String?
}
