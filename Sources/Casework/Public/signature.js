// A field to sign in: strokes become text in a hidden field, which the server reads and draws again.
for (const part of document.querySelectorAll("[data-signature]")) {
    const field = document.getElementById(part.dataset.signature);
    const pad = part.querySelector(".signature-pad");
    const canvas = pad?.querySelector("canvas");
    if (!field || !canvas) continue;
    const pen = canvas.getContext("2d");
    const read = () => field.value.split(";").filter(Boolean).map(
        (stroke) => stroke.split(" ").map((point) => point.split(",").map(Number)));
    let strokes = read();
    let points = strokes.flat().length;

    const line = (from, to) => {
        pen.beginPath();
        pen.moveTo(...from);
        pen.lineTo(...to);
        pen.stroke();
    };
    const draw = () => {
        pen.clearRect(0, 0, canvas.width, canvas.height);
        pen.lineWidth = 4;
        pen.lineCap = "round";
        pen.strokeStyle = "#0f2430";
        for (const stroke of strokes) {
            stroke.forEach((point, index) => line(stroke[Math.max(0, index - 1)], point));
        }
    };
    const place = (event) => {
        const box = canvas.getBoundingClientRect();
        const inside = (value, max) => Math.round(Math.min(Math.max(value, 0), 1) * max);
        return [
            inside((event.clientX - box.left) / box.width, canvas.width),
            inside((event.clientY - box.top) / box.height, canvas.height),
        ];
    };
    const keep = () => {
        field.value = strokes.map((stroke) => stroke.map((point) => point.join(",")).join(" ")).join(";");
        field.dispatchEvent(new Event("input", { bubbles: true }));
    };

    let stroke = null;
    canvas.addEventListener("pointerdown", (event) => {
        if (!event.isPrimary || strokes.length >= 60) return;
        canvas.setPointerCapture(event.pointerId);
        stroke = [place(event)];
        strokes.push(stroke);
        points += 1;
        event.preventDefault();
    });
    canvas.addEventListener("pointermove", (event) => {
        if (!stroke || points >= 3000) return;
        const last = stroke.at(-1);
        const next = place(event);
        // A point every few steps is as smooth to the eye.
        if (Math.hypot(next[0] - last[0], next[1] - last[1]) < 3) return;
        stroke.push(next);
        points += 1;
        line(last, next);
    });
    for (const end of ["pointerup", "pointercancel"]) {
        canvas.addEventListener(end, () => {
            if (stroke) keep();
            stroke = null;
        });
    }
    pad.querySelector("button").addEventListener("click", () => {
        strokes = [];
        points = 0;
        draw();
        keep();
    });
    pad.hidden = false;
    draw();
}
