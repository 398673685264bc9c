// Nothing typed is lost, nothing is sent twice. Every page works without this file.
// The words come translated from the server: data-text-… on the body.
const text = document.body.dataset, PREFIX = "wiz-keep:";
const all = (selector) => [...document.querySelectorAll(selector)];
const one = (selector) => document.querySelector(selector);
const make = (tag, textContent, rest) => Object.assign(document.createElement(tag), { textContent }, rest);

// Kept per tab and form. Autosaved forms too: the last seconds before a session ends are nowhere else.
const box = sessionStorage;
const save = (key, value) => box.setItem(key, JSON.stringify(value));
const drop = (key) => box.removeItem(key);
const keys = () => Object.keys(box).filter((key) => key.startsWith(PREFIX));
const keyOf = ({ dataset: d }) => (d.keep || d.autosaveUrl) && PREFIX + (d.keep || d.autosaveUrl);
const isToggle = ({ type }) => /radio|checkbox/.test(type);
const fieldsOf = (form) => [...form.elements].filter((f) => f.name && f.matches("input, textarea, select")
  && !/password|file|hidden|submit|button/.test(f.type) && !f.closest("[data-keep-not]"));
const stateOf = (field) => isToggle(field) ? field.checked
  : field.multiple ? [...field.selectedOptions].map((o) => o.value) : field.value;

// Of which save the page knows. Put back over a later one of somebody else, the text must still be seen as older.
const origin = ({ elements: { revision, editor } }) => revision && [revision.value, editor?.value];
function setOrigin({ elements: { revision, editor } }, [number, page]) {
  revision.value = number;
  if (editor) editor.value = page;
}

const restored = new Set();

function keep(form, pending) {
  const fields = fieldsOf(form).map((f) => [f.name, isToggle(f) && f.value, stateOf(f)]);
  if (keyOf(form)) save(keyOf(form), { fields, pending, from: origin(form) });
}

function putBack(form, { fields, from }) {
  for (const field of fieldsOf(form)) {
    const found = fields.find(([name, value]) => name === field.name && (!isToggle(field) || value === field.value));
    if (!found || String(found[2]) === String(stateOf(field))) continue;
    restored.add(form);
    const state = found[2];
    if (isToggle(field)) field.checked = state;
    else if (field.multiple) for (const o of field.options) o.selected = state.includes(o.value);
    else field.value = state;
  }
  if (!restored.has(form)) return;
  const here = origin(form);
  if (here && from?.[0] && from[0] !== here[0]) setOrigin(form, from);
  const notice = make("div", "", { className: "utrecht-alert utrecht-alert--info", role: "status" });
  const discard = make("button", text.textDiscard, { type: "button", className: "utrecht-button" });
  discard.onclick = () => {
    form.reset();
    if (here) setOrigin(form, here);
    form.dispatchEvent(new Event("input"));
    drop(keyOf(form));
    notice.remove();
    fieldsOf(form)[0]?.focus();
  };
  form.prepend(notice);
  notice.append(make("p", text.textRestored), discard);
}

// Somebody else signed in: what the one before typed is not hers to see.
if (text.user) {
  if (box.wizUser !== text.user) keys().forEach(drop);
  box.wizUser = text.user;
}
const between = text.page === "in-between", wrong = one("[data-error-summary]");
for (const key of keys()) {
  const kept = JSON.parse(box.getItem(key)), form = all("form").find((each) => keyOf(each) === key);
  if (between) save(key, { ...kept, pending: false });
  else if (form && kept.pending && wrong) keep(form, false);  // it holds what was typed
  // Sent, and the answer is another page, or says that it worked.
  else if (kept.pending && (!form || one("[data-message=success]"))) drop(key);
  else if (form) putBack(form, kept);
}

function autosave(form) {
  const status = one("[data-autosave-status]");
  let timer, dirty = false, busy = false, stopped = false, failures = 0;
  const later = (ms) => { clearTimeout(timer); timer = setTimeout(send, ms); };
  const stop = () => { stopped = true; clearTimeout(timer); };

  function say(words, bad = true) {
    status?.classList.toggle("wiz-status--bad", bad);
    status?.replaceChildren(words);
  }

  async function send(leaving) {
    if (stopped || busy || !dirty) return;
    clearTimeout(timer);
    dirty = false;
    busy = true;
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    try {
      const answer = await fetch(form.dataset.autosaveUrl, {
        method: "POST", body: data, keepalive: leaving === true, redirect: "manual",
        headers: { "X-CSRFToken": data.get("csrfmiddlewaretoken") },
      });
      if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) {
        stop();
        say(`${text.textSignedOut} `);
        const href = `${text.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`;
        status?.append(make("a", text.textSignIn, { href }));
      } else if (answer.status === 409) {
        stop();
        say((await answer.json()).message);
      } else if (answer.ok) {
        saved(await answer.json());
      } else throw answer.status;
    } catch {
      dirty = true;
      say(text.textRetry);
      later(Math.min(60000, 2000 * 2 ** failures++));
    }
    busy = false;
    // Typed meanwhile. One save at a time, or their revisions would cross.
    if (dirty && !failures) later(1500);
  }

  function saved({ revision, missing, saved_at }) {
    failures = 0;
    if (form.elements.revision) form.elements.revision.value = revision;
    if (!dirty) drop(keyOf(form));
    say(text.textSaved.replace("{time}", saved_at), false);
    const list = one("[data-missing]");
    if (missing) list?.replaceChildren(...missing.map(({ label, target, done }) => {
      const item = make("li", "", { className: done ? "is-done" : "is-todo" });
      item.append(make("span", done ? "✓" : "!", { ariaHidden: "true" }), make("a", label, { href: `#${target}` }),
        make("span", ` (${done ? list.dataset.textDone : list.dataset.textTodo})`, { className: "wiz-hidden" }));
      return item;
    }));
  }

  const touched = () => { dirty = true; if (!failures) later(1500); };
  form.addEventListener("input", touched);
  // A save after the real post would be refused as old.
  form.addEventListener("submit", stop);
  document.addEventListener("visibilitychange", () => document.hidden && send(true));
  addEventListener("pagehide", () => send(true));
  addEventListener("pageshow", ({ persisted }) => { if (persisted) stopped = false; });
  if (restored.has(form)) touched();
}
all("form[data-autosave-url]").forEach(autosave);

document.addEventListener("input", ({ target }) => target.form && keep(target.form, false));

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-sign-out]")) keys().forEach(drop);
  keep(form, true);
  if (form.method !== "post" || form.matches("[data-again]")) return;
  if ("sent" in form.dataset) return event.preventDefault();
  form.dataset.sent = "";
  // After this event, or the pressed button would not be part of what is sent.
  setTimeout(() => [...form.elements].filter((f) => f.type === "submit" && !f.disabled)
    .forEach((button) => { button.disabled = true; button.dataset.waits = ""; }));
});
addEventListener("pageshow", () => {
  all("[data-sent]").forEach((form) => delete form.dataset.sent);
  all("[data-waits]").forEach((button) => { button.disabled = false; });
});

// Of a list in groups only the group with the name that was chosen: the coaches of this bureau.
function narrow(chooser) {
  const list = document.getElementById(chooser.dataset.narrows), name = chooser.selectedOptions[0];
  for (const group of list.querySelectorAll("optgroup")) {
    group.hidden = group.disabled = Boolean(chooser.value) && group.label !== name.textContent.trim();
    if (group.disabled && group.contains(list.selectedOptions[0])) list.value = "";
  }
}
all("[data-narrows]").forEach((chooser) => {
  chooser.addEventListener("change", () => narrow(chooser));
  narrow(chooser);
});

// Said before sending: the server would refuse this file.
document.addEventListener("change", ({ target: field }) => {
  const limit = field.dataset.maxBytes, id = `${field.id}_too_large`;
  if (!limit) return;
  one(`#${CSS.escape(id)}`)?.remove();
  field.ariaInvalid = null;
  if (![...field.files].some((file) => file.size > limit)) return;
  field.before(make("p", text.textTooLarge.replace("{limit}", Math.floor(limit / 1048576)), { id, className: "utrecht-form-field-error-message", role: "alert" }));
  field.ariaInvalid = "true";
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${id}`);
});

wrong?.focus();
let cameFrom;  // where Escape leads back to from the field that finds a client
document.addEventListener("keydown", (event) => {
  const menu = one("details[data-menu][open]"), find = one("[data-find]");
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  if (event.key === "Escape" && find && event.target === find) {
    find.value = "";
    (cameFrom?.isConnected ? cameFrom : one("#main")).focus();
  }
  if (!keysOn() || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.target.matches("input, textarea, select, [contenteditable]")) return;
  const wanted = event.key === "/" ? find : one(`[data-key="${CSS.escape(event.key)}"]`);
  if (!wanted) return;
  event.preventDefault();
  if (wanted !== find) return wanted.click();
  cameFrom = event.target === document.body ? null : event.target;
  find.focus();
  find.select();
});

// Keys of one letter can be turned off (WCAG 2.1.4): speech input types letters too. Kept by this browser.
function keysOn() { return localStorage.getItem("wiz-keys") !== "off"; }
function showKeys() {
  document.body.classList.toggle("wiz-keys-off", !keysOn());
  all("[data-keys]").forEach((button) => {
    button.hidden = false;
    button.textContent = keysOn() ? button.dataset.textOff : button.dataset.textOn;
  });
}
all("[data-keys]").forEach((button) => {
  button.onclick = () => { localStorage.setItem("wiz-keys", keysOn() ? "off" : "on"); showKeys(); };
});
showKeys();

// On a scale of radio buttons a digit chooses, 0 or Backspace empties.
document.addEventListener("keydown", (event) => {
  const scale = event.target.closest("[data-scale]");
  if (!scale || event.ctrlKey || event.altKey || event.metaKey) return;
  const wanted = { Backspace: "", 0: "" }[event.key] ?? event.key;
  const choice = [...scale.querySelectorAll("input")].find(({ value }) => value === wanted);
  if (!choice) return;
  event.preventDefault();
  choice.focus();
  choice.click();
});
all("[data-print]").forEach((button) => { button.hidden = false; button.onclick = () => print(); });
document.addEventListener("click", ({ target }) => {
  all("details[data-menu][open]").forEach((menu) => { menu.open = menu.contains(target); });
  // She chose the other text; hers must not be put back over it.
  if (target.dataset.discard) drop(PREFIX + target.dataset.discard);
});

// The caseload: how many are ticked stands where she chooses what to do with them.
const ticks = one("form[data-tick]");
if (ticks) {
  const boxes = [...ticks.querySelectorAll("[name=clients]")], whole = ticks.querySelector("[data-tick-all]");
  const chosen = ticks.querySelector("[data-ticked]"), plain = chosen?.textContent;
  const count = () => {
    const n = boxes.filter((box) => box.checked).length;
    if (chosen) chosen.textContent = n ? chosen.dataset.ticked.replace("{n}", n) : plain;
    if (whole) Object.assign(whole, { hidden: false, checked: n === boxes.length, indeterminate: n > 0 && n < boxes.length });
  };
  ticks.addEventListener("change", ({ target }) => {
    if (target === whole) boxes.forEach((box) => { box.checked = whole.checked; });
    if (target === whole || target.name === "clients") ticks.elements.which.value = "ticked";
    count();
  });
  addEventListener("pageshow", count);
}
