// What Encore's demo adds to simcord's page. Loaded in place of its script, which it loads in turn.
import "/simcord-app.js";

const $ = (id) => document.getElementById(id);
const list = $("channel-message-list");
const timeline = $("channel-timeline");
const composer = $("channel-composer-input");

document.title = "Encore: the demo";
document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/page.css" }));
document.querySelector(".brand-mark").textContent = "E";
document.querySelector(".preview-brand strong").textContent = "Encore";
document.querySelector(".preview-brand small").textContent = "demo, on SimCord";

// A new message is shown, and one that grows at the end stays in sight, unless the visitor looks elsewhere. What
// comes soon after they did something is the answer to it, and shown wherever they look.
const ANSWERED = 8000; // milliseconds, at most
let newest = null;
let follows = true;
let acted = -ANSWERED;
for (const kind of ["pointerdown", "keydown"]) {
  document.addEventListener(kind, () => { acted = performance.now(); }, true);
}
const look = () => {
  const end = list.lastElementChild?.getBoundingClientRect().bottom ?? 0;
  follows = end < $("channel-composer").getBoundingClientRect().top + 60;
};
for (const kind of ["wheel", "touchmove", "keydown"]) timeline.addEventListener(kind, () => setTimeout(look, 100));
timeline.addEventListener("pointerdown", look);
const follow = () => {
  const last = list.lastElementChild?.dataset.messageId ?? null;
  if (last !== newest && performance.now() - acted < ANSWERED) follows = true;
  newest = last;
  if (follows) requestAnimationFrame(() => list.lastElementChild?.scrollIntoView({ block: "end" }));
};
new MutationObserver(follow).observe(list, { childList: true, subtree: true });
new ResizeObserver(follow).observe(list);

// An option that has suggestions asks for them as soon as it is entered, as in Discord.
document.addEventListener("focusin", ({ target }) => {
  if (!target.matches(".command-option-input[aria-autocomplete]") || target.value) return;
  setTimeout(() => target.dispatchEvent(new Event("input", { bubbles: true })));
});

// A command that is mentioned goes into the input line when pressed, as in Discord.
list.addEventListener("click", (event) => {
  const mention = event.target.closest("span.command-mention");
  if (!mention) return;
  composer.value = mention.textContent.trim();
  composer.dispatchEvent(new Event("input", { bubbles: true }));
  composer.focus();
});

// An Enter that comes while the page is still busy with what came before would be lost: it is kept until then.
const KEPT = 10000; // milliseconds, at most
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.isTrusted || !$("send-message").disabled) return;
  if (!event.target.closest("#channel-composer")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const pressed = performance.now();
  const press = () => {
    if (performance.now() - pressed > KEPT) return;
    if ($("send-message").disabled) return setTimeout(press, 20);
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  };
  setTimeout(press, 20);
}, true);

// A command whose options may all be left out: Enter runs it and typing begins the first option, as in Discord;
// the arrow keys choose among the options.
let choosing = false;
document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (!target.matches?.(".command-chip")) return;
  if (key === "Enter" && !choosing) target.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  choosing = key.startsWith("Arrow");
  if (key.length > 1 || key === " " || event.ctrlKey || event.metaKey || event.altKey) return;
  const options = [...document.querySelectorAll(".command-suggestion")].filter((option) => option.checkVisibility());
  options[0]?.click();
}, true);

// Enter picks what is suggested for an option; pressed again, it runs the command, as in Discord.
let picked = null;
document.addEventListener("input", ({ isTrusted }) => { if (isTrusted) picked = null; }, true);
document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  const name = target.closest?.(".command-pill")?.dataset.option;
  if (!name || key.startsWith("Arrow")) picked = null;
  if (!name || key !== "Enter") return;
  if (picked === name) target.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  picked = picked === name ? null : name;
}, true);

// A link to a message of this conversation leads there, not to Discord itself.
list.addEventListener("click", (event) => {
  const [, id] = event.target.closest("a[href]")?.href.match(/^https:\/\/discord\.com\/channels\/\d+\/\d+\/(\d+)$/) ?? [];
  const message = id && list.querySelector(`[data-message-id="${id}"]`);
  if (!message) return;
  event.preventDefault();
  follows = false;
  message.scrollIntoView({ block: "center" });
});
