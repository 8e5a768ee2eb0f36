// Digit keys for a field on a screen without a keyboard.
for (const pad of document.querySelectorAll("[data-keypad]")) {
    const field = document.getElementById(pad.dataset.keypad);
    if (!field) continue;
    pad.hidden = false;
    pad.addEventListener("click", (event) => {
        const key = event.target.closest("button");
        if (!key) return;
        if (key.value === "clear") field.value = "";
        else if (key.value === "back") field.value = field.value.slice(0, -1);
        else if (field.value.length < field.maxLength) field.value += key.value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
    });
}
