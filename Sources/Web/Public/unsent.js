// What is typed and not sent yet survives a change of language or of type size, and a look at the page of help. It is kept
// until the next page has come, for the very form it was typed into: one that has been answered elsewhere meanwhile, or
// belongs to another revision, takes nothing back.
const shelf = "egret.unsent";
const idOfPress = "idempotency_key";

const forms = () => [...document.querySelectorAll("main form")].filter((form) => form.method === "post");

const isTyped = (field) =>
    field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type)
    && field.tagName !== "BUTTON" && field.autocomplete !== "one-time-code";

const isChanged = (field) => {
    if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") return [...field.options].some((option) => option.selected !== option.defaultSelected);
    return field.value !== field.defaultValue;
};

// What a form is: where it leads, and what it carries unseen; not the press, which is new on each page.
const name = (form) => JSON.stringify([
    form.getAttribute("action"),
    [...form.elements].filter((field) => field.type === "hidden" && field.name !== idOfPress)
        .map((field) => [field.name, field.value]),
]);

const keep = () => {
    const typed = forms().map((form, place) => {
        const fields = [...form.elements].filter(isTyped);
        const values = fields.map((field, at) => [at, field.value, field.checked === true])
            .filter(([at]) => isChanged(fields[at]));
        return { place, name: name(form), values };
    }).filter((form) => form.values.length > 0);
    if (typed.length > 0) sessionStorage.setItem(shelf, JSON.stringify({ path: location.pathname, typed }));
};

addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") === "/display") keep();
    else sessionStorage.removeItem(shelf);
});

addEventListener("click", (event) => {
    if (event.target.closest?.("a[href^='/help']")) keep();
});

const restore = ({ path, typed }) => {
    if (path !== location.pathname) return;
    const here = forms();
    for (const { place, name: known, values } of typed) {
        const form = here[place];
        if (!form || name(form) !== known) continue;
        const fields = [...form.elements].filter(isTyped);
        for (const [at, value, checked] of values) {
            const field = fields[at];
            if (!field) continue;
            if (field.type === "radio" || field.type === "checkbox") field.checked = checked;
            else field.value = value;
            field.dispatchEvent(new Event("input", { bubbles: true }));
        }
    }
};

const kept = location.pathname === "/help" ? null : sessionStorage.getItem(shelf);
if (kept) {
    sessionStorage.removeItem(shelf);
    restore(JSON.parse(kept));
}
