// Takes one picture for `form[data-camera]`: 640 by 480, JPEG of at most 70 KB, with the terminal's challenge.
const form = document.querySelector("form[data-camera]");
const bytesMax = 70_000;

const show = (name) => {
    for (const state of form.querySelectorAll("[data-camera-state]")) {
        state.hidden = state.dataset.cameraState !== name;
    }
};

const picture = (video) => {
    const canvas = document.createElement("canvas");
    canvas.width = 640;
    canvas.height = 480;
    canvas.getContext("2d").drawImage(video, 0, 0, 640, 480);
    for (const quality of [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3]) {
        const base64 = canvas.toDataURL("image/jpeg", quality).split(",")[1];
        if (base64.length * 0.75 <= bytesMax) return base64;
    }
    return null;
};

const challenge = async () => {
    const answer = await fetch("/terminal/camera/challenge", { cache: "no-store" });
    if (!answer.ok) throw new Error("no challenge");
    return answer.json();
};

const open = async (video) => {
    const stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { width: 640, height: 480, facingMode: "user" },
    });
    video.srcObject = stream;
    await video.play();
    addEventListener("pagehide", () => stream.getTracks().forEach((track) => track.stop()));
};

const start = async () => {
    const video = form.querySelector("video");
    let takesItself = false;
    try {
        // A terminal whose camera is its own takes the picture without the page.
        takesItself = (await challenge()).source === "agent";
        if (!takesItself) await open(video);
    } catch {
        return show("missing");
    }
    show(takesItself ? "agent" : "ready");

    let isTaken = false;
    form.addEventListener("submit", async (event) => {
        if (isTaken) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        try {
            form.elements.challenge.value = (await challenge()).challenge;
            if (!takesItself) {
                const image = picture(video);
                if (!image) throw new Error("no picture");
                form.elements.image.value = image;
            }
        } catch {
            return show("missing");
        }
        isTaken = true;
        form.requestSubmit();
    }, { capture: true });
};

if (form) start();
