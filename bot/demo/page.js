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

// A new message is always shown, and one that grows at the end stays in sight, unless the visitor looks elsewhere.
let newest = null;
let follows = true;
const look = () => {
  const end = list.lastElementChild?.getBoundingClientRect().bottom ?? 0;
  follows = end < $("channel-composer").getBoundingClientRect().top + 60;
};
for (const kind of ["wheel", "touchmove", "keydown"]) timeline.addEventListener(kind, () => setTimeout(look, 100));
timeline.addEventListener("pointerdown", look);
const follow = () => {
  const last = list.lastElementChild?.dataset.messageId ?? null;
  if (last !== newest) follows = true;
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
