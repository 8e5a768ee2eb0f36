// Asks a device for `form[data-passkey]` ("create" or "get", with the options of the page) and posts what it answers.
const decode = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));

const encode = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer ?? new ArrayBuffer(0))))
        .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const named = (credentials) => credentials.map((id) => ({ type: "public-key", id: decode(id) }));

const create = async (options) => {
    const made = await navigator.credentials.create({
        publicKey: {
            challenge: decode(options.challenge),
            rp: options.party,
            user: { ...options.user, id: decode(options.user.id) },
            pubKeyCredParams: options.algorithms.map((alg) => ({ type: "public-key", alg })),
            excludeCredentials: named(options.credentials),
            authenticatorSelection: {
                residentKey: "required",
                requireResidentKey: true,
                userVerification: options.userVerification,
            },
            attestation: "none",
            timeout: options.timeout,
        },
    });
    return {
        credential: encode(made.rawId),
        clientData: encode(made.response.clientDataJSON),
        authenticatorData: encode(made.response.getAuthenticatorData()),
    };
};

const get = async (options) => {
    const shown = await navigator.credentials.get({
        publicKey: {
            challenge: decode(options.challenge),
            rpId: options.party.id,
            allowCredentials: named(options.credentials),
            userVerification: options.userVerification,
            timeout: options.timeout,
        },
    });
    return {
        credential: encode(shown.rawId),
        clientData: encode(shown.response.clientDataJSON),
        authenticatorData: encode(shown.response.authenticatorData),
        signature: encode(shown.response.signature),
        userHandle: encode(shown.response.userHandle),
    };
};

const show = (form, name) => {
    for (const state of form.querySelectorAll("[data-passkey-state]")) {
        state.hidden = state.dataset.passkeyState !== name;
    }
};

const isKnown = globalThis.isSecureContext && "credentials" in navigator
    && typeof globalThis.PublicKeyCredential === "function"
    && "getAuthenticatorData" in AuthenticatorAttestationResponse.prototype;

for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!isKnown) show(form, "missing");
    let isAsking = false;
    let isAnswered = false;
    form.addEventListener("submit", async (event) => {
        if (isAnswered) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        if (!isKnown || isAsking) return;
        isAsking = true;
        show(form, null);
        try {
            const options = JSON.parse(form.dataset.passkeyOptions);
            const answer = await (form.dataset.passkey === "create" ? create(options) : get(options));
            for (const [name, value] of Object.entries(answer)) form.elements.namedItem(name).value = value;
            isAnswered = true;
        } catch {
            show(form, "failed");
        }
        isAsking = false;
        if (isAnswered) form.requestSubmit();
    }, { capture: true });
}
