// The page of the studio: reads the form, asks the engine, shows what comes. No framework, no network.

const $ = (id) => document.getElementById(id);
const PAUSE = 25; // ms of rest before a preview is asked for
const WALL_PAUSE = 450; // ms of rest before the small pictures follow
const AT_ONCE = 2; // small pictures asked for at a time
const USUAL = ["square", "portrait", "story", "a4", "a3", "a2"];
const SHAPES = ["square", "portrait", "story", "landscape", "a4", "header", "roll-up"];
const SCRIPTS = ["en", "ru", "el", "ar", "he", "hi", "bn", "ta", "th", "ja", "ko", "am"];

let words = {}; // texts of the page by language
let choices; // what can be chosen
let layout; // the layout that is chosen, with its slots
let drawing = null; // the watched layout as it stands now
const poster = { text: "", layout: "", size: "square", landscape: false, lang: "", palette: "" };
const typed = {}; // words of slots beside the slogan; kept when the layout changes
const photos = {}; // ids of pictures by slot
let second = ""; // language of `slogan-2`
let chosen = false; // whether somebody chose the language of the poster
let lastLang = "und"; // what the engine took the text for

// ---- words of the page

const say = (key) => words[document.documentElement.lang]?.[key] ?? words.en?.[key] ?? key;
const fill = (key, values) => say(key).replace(/\{(\w+)\}/g, (_, name) => values[name]);
const number = (value) => new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 }).format(value);

function speak(tag) {
  document.documentElement.lang = tag;
  $("speech").value = tag;
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  if (choices) {
    listLanguages();
    listSlots();
    listPalettes();
    listSizes();
    listSlogans();
    name(document.querySelector("#layouts .own span"));
    ask();
  }
}

function name(span) {
  if (span) span.textContent = `${say("own-drawing")}: ${choices.watched}`;
}

/** The first of the browser's languages that the page speaks. */
function browserLanguage() {
  const known = navigator.languages.map((tag) => tag.split("-")[0]).find((tag) => words[tag]);
  return known ?? "en";
}

// ---- small helpers

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key in element && typeof value !== "string") element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function draw(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

const json = async (response) => response.json().catch(() => ({ error: { severity: "error", message: say("gone"), hints: [] } }));
const post = (path, body, signal) => fetch(`api/${path}`, { method: "POST", body: JSON.stringify(body), signal });
const gone = () => ({ error: { severity: "error", message: say("gone"), hints: [say("gone-hint")] } });

/** Names between backticks stand out, as they do in the terminal. */
function told(text) {
  return text.split("`").map((part, at) => (at % 2 ? make("code", {}, part) : part));
}

function messageOf({ severity, message, hints, place, surplus }) {
  const line = make("p", { class: severity }, make("b", {}, `${say(severity)}: `));
  const drawing = place && place.file === choices?.watched;
  if (surplus && !drawing) {
    // Who did not draw the layout is not told of its units.
    line.append(fill(`too-long-${surplus.unit}`, { over: number(surplus.over), all: number(surplus.all) }));
    return line;
  }
  line.append(...told(message));
  if (drawing && place.line) line.append(make("i", {}, make("code", {}, `${place.file}:${place.line}:${place.column}`)));
  for (const hint of hints) line.append(make("i", {}, ...told(hint)));
  return line;
}

/** Puts messages beside the fields they speak of; the rest below the words. */
function tell(messages) {
  const boxes = new Map([...$("form").querySelectorAll(".said")].filter((box) => box.id !== "said-take").map((box) => [box, []]));
  for (const message of messages) {
    const field = message.slot && document.getElementById(`said-${message.slot}`);
    boxes.get(field && boxes.has(field) ? field : $("said")).push(messageOf(message));
  }
  for (const [box, lines] of boxes) {
    // A status that is said again in the same words would be read aloud again.
    const next = make("div", {}, ...lines).innerHTML;
    if (box.innerHTML !== next) box.replaceChildren(...lines);
  }
  for (const field of $("form").querySelectorAll("textarea")) {
    const slot = field.dataset.slot ?? "slogan";
    field.setAttribute("aria-invalid", String(messages.some((one) => one.slot === slot && one.severity === "error")));
  }
}

function show(image, blob) {
  const old = image.src;
  image.src = URL.createObjectURL(blob);
  if (old.startsWith("blob:")) URL.revokeObjectURL(old);
}

// ---- the preview: one question under way, the newest next

let timer;
let busy = false;
let again = false;

function job(over = {}) {
  const asked = { ...poster, set: {}, images: {}, codes: {}, ...over };
  for (const slot of layout?.slots ?? []) {
    if (slot.kind === "picture" && photos[slot.id]) asked.images[slot.id] = photos[slot.id];
    else if (slot.kind === "code" && typed[slot.id]?.trim()) asked.codes[slot.id] = typed[slot.id];
    else if (slot.kind === "text" && slot.id !== "slogan" && typed[slot.id]?.trim()) asked.set[slot.id] = typed[slot.id];
  }
  if (second && !over.lang && layout?.slots.some((slot) => slot.id === "slogan-2")) {
    asked.lang = `${asked.lang || lastLang}+${second}`;
  }
  for (const part of ["images", "codes"]) if (!Object.keys(asked[part]).length) delete asked[part];
  return asked;
}

function ask() {
  clearTimeout(timer);
  timer = setTimeout(preview, PAUSE);
  clearTimeout(wallTimer);
  wallTimer = setTimeout(follow, WALL_PAUSE);
}

async function preview() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  again = false;
  $("easel").setAttribute("aria-busy", "true");
  const started = performance.now();
  const made = await post("preview", job()).then(json, gone);
  busy = false;
  if (again) preview();
  else $("easel").setAttribute("aria-busy", "false");
  $("easel").classList.toggle("failed", Boolean(made.error));
  if (made.error) {
    tell([made.error]);
    $("reads").textContent = say("not-made");
    return;
  }
  const aspect = made.width_mm / made.height_mm;
  $("easel").style.setProperty("--aspect", aspect);
  show($("picture"), new Blob([made.svg], { type: "image/svg+xml" }));
  $("picture").alt = fill("alt", { text: poster.text || poster.layout });
  $("picture").dataset.ms = (performance.now() - started).toFixed(1);
  $("frames").replaceChildren(...outlines(made.frames));
  lastLang = made.lang;
  tell(made.notes);
  $("reads").textContent = caption(made);
}

function caption(made) {
  const slogan = made.slots.find((slot) => slot.slot === "slogan") ?? made.slots[0];
  const paper = choices.sizes.find((size) => size.name === poster.size)?.unit === "mm";
  if (!slogan || !paper) return "";
  const said = fill("reads", { mm: number(slogan.letters_mm), m: number(slogan.readable_m) });
  return slogan.limited_by ? `${said} ${fill("limited", { word: slogan.limited_by })}` : said;
}

/** Frames of slots: dashes of red on white, which show on every ground. */
function outlines(frames) {
  return frames.map(({ slot, corners }) => {
    const points = corners.map((corner) => corner.join(",")).join(" ");
    const title = draw("title", {});
    title.textContent = slot;
    const shape = draw("g", {});
    shape.append(title, draw("polygon", { points, class: "under" }), draw("polygon", { points }));
    return shape;
  });
}

// ---- the wall of layouts: small pictures of the slogan, those in view first

let wallTimer;
let wave = 0;
let waiting = [];
let running = 0;
const inView = new Set();
const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) inView.add(target);
    else inView.delete(target);
  }
  paint();
});

function follow() {
  wave += 1;
  paint();
}

function paint() {
  waiting = [...inView].filter((card) => card.dataset.wave !== String(wave));
  while (running < AT_ONCE && waiting.length) next();
}

async function next() {
  const card = waiting.shift();
  if (!card) return;
  running += 1;
  card.dataset.wave = wave;
  const asked = { ...poster, layout: card.dataset.layout, set: filled(), images: photos };
  const shot = card.querySelector(".shot");
  try {
    const answer = await post("small", asked);
    card.classList.toggle("unfit", !answer.ok);
    if (answer.ok) {
      const image = shot.querySelector("img") ?? make("img", { alt: "" });
      show(image, await answer.blob());
      shot.replaceChildren(image);
    } else {
      const { error } = await json(answer);
      card.title = error.message;
      shot.replaceChildren(say("does-not-fit"));
    }
  } catch {
    card.dataset.wave = "";
  }
  running -= 1;
  next();
}

const filled = () => Object.fromEntries(Object.entries(typed).filter(([, text]) => text.trim()));

function card(one) {
  const input = make("input", { type: "radio", name: "layout", value: one.name });
  const label = make("label", { title: one.idea }, input, make("div", { class: "shot" }), make("span", {}, one.name));
  label.dataset.layout = one.name;
  input.setAttribute("aria-label", `${one.name}. ${one.idea}`);
  input.checked = one.name === poster.layout;
  input.addEventListener("change", () => choose(one.name));
  watcher.observe(label);
  return label;
}

function choose(wanted) {
  poster.layout = wanted;
  layout = wanted === choices.watched ? drawing : choices.layouts.find((one) => one.name === wanted);
  listSlots();
  ask();
}

// ---- the form

function listLanguages() {
  const translated = new Set(choices.slogans.flatMap((slogan) => Object.keys(slogan.texts)));
  const title = ({ own, english, tag }) => (own && own !== english ? `${own} · ${english}` : english || tag);
  for (const [select, first, value] of [[$("lang"), say("by-text"), poster.lang], [$("lang-2"), "–", second]]) {
    if (!select) continue;
    const group = (label, test) =>
      make("optgroup", { label }, ...choices.languages.filter(test).map((one) => make("option", { value: one.tag }, title(one))));
    select.replaceChildren(
      make("option", { value: "" }, first),
      group(say("with-slogans"), ({ tag }) => translated.has(tag)),
      group(say("all-languages"), ({ tag }) => !translated.has(tag)),
    );
    select.value = value;
  }
}

/** The catalogue's slogan whose words stand in the field, if any. */
function known() {
  return choices.slogans.find((slogan) => Object.values(slogan.texts).some(({ text }) => text === poster.text));
}

function take(slogan, tag) {
  const lang = [tag, document.documentElement.lang, "en"].find((one) => slogan.texts[one]) ?? Object.keys(slogan.texts)[0];
  $("text").value = poster.text = slogan.texts[lang].text;
  $("lang").value = poster.lang = lang;
  drafted();
  ask();
}

function drafted() {
  $("draft").hidden = !known()?.texts[poster.lang]?.draft;
}

function listSlogans() {
  const spoken = document.documentElement.lang;
  $("slogans").replaceChildren(
    ...choices.slogans.map((slogan) => {
      const shown = slogan.texts[poster.lang] ?? slogan.texts[spoken] ?? slogan.texts.en;
      const button = make("button", { type: "button", dir: "auto" }, shown?.text ?? slogan.id);
      button.addEventListener("click", () => take(slogan, poster.lang));
      return make("li", {}, button);
    }),
  );
}

function listSlots() {
  const rows = (layout?.slots ?? []).filter((slot) => slot.id !== "slogan").map(row);
  $("slots").replaceChildren(...rows);
  if (layout?.slots.some((slot) => slot.id === "slogan-2")) {
    const select = make("select", { id: "lang-2" });
    select.addEventListener("change", () => {
      second = select.value;
      const text = known()?.texts[second]?.text;
      if (text) typed["slogan-2"] = text;
      listSlots();
      ask();
    });
    $("slots").prepend(make("div", {}, make("label", { for: "lang-2" }, say("second-language")), select));
    listLanguages();
  }
}

function row(slot) {
  const id = `slot-${slot.id}`;
  const title = words.en[`slot-${slot.id}`] ? say(`slot-${slot.id}`) : slot.id;
  const label = make("label", { for: id }, title, " ");
  if (slot.optional) label.append(make("small", {}, say("optional")));
  const said = make("div", { class: "said", id: `said-${slot.id}`, role: "status" });
  if (slot.kind === "picture") return make("div", {}, label, photo(slot, id), said);
  const field = make("textarea", { id, class: "small", rows: slot.id === "names" ? "4" : "1", dir: "auto", maxlength: "20000", "aria-describedby": said.id });
  field.value = typed[slot.id] ?? "";
  field.dataset.slot = slot.id;
  field.addEventListener("input", () => {
    typed[slot.id] = field.value;
    ask();
  });
  return make("div", {}, label, field, said);
}

/** A photo goes to this machine's own studio, into memory, and nowhere else. */
function photo(slot, id) {
  const input = make("input", { type: "file", id, accept: "image/jpeg,image/png,image/webp,image/svg+xml" });
  const box = make("div", {}, input, make("p", { class: "help" }, photos[slot.id] ? say("photo-taken") : say("photo-help")));
  const send = async (file) => {
    if (!file) return;
    const answer = await fetch("api/photo", { method: "POST", body: file }).then(json, gone);
    if (answer.error) {
      $(`said-${slot.id}`).replaceChildren(messageOf(answer.error));
      return;
    }
    photos[slot.id] = answer.photo;
    box.lastChild.textContent = say("photo-taken");
    ask();
  };
  input.addEventListener("change", () => send(input.files[0]));
  for (const kind of ["dragover", "dragleave", "drop"]) box.addEventListener(kind, () => box.classList.toggle("over", kind === "dragover"));
  return box;
}

function listPalettes() {
  const chip = (palette) => {
    const input = make("input", { type: "radio", name: "palette", value: palette?.name ?? "" });
    input.checked = poster.palette === input.value;
    input.addEventListener("change", () => {
      poster.palette = input.value;
      ask();
    });
    const face = make("span", { class: "chip" });
    if (palette) {
      const swatch = draw("svg", { viewBox: "0 0 4 2", "aria-hidden": "true" });
      const { paper, ink, accent } = palette.roles;
      for (const [at, color] of [paper, paper, ink, accent].entries()) {
        if (color) swatch.append(draw("rect", { x: at, y: 0, width: 1, height: 2, fill: color }));
      }
      face.append(make("span", { class: "swatch" }, swatch), say(`palette-${palette.name}`).replace(/^palette-/, ""));
    } else face.append(say("as-drawn"));
    return make("label", {}, input, face);
  };
  $("palettes").replaceChildren(chip(null), ...choices.palettes.map(chip));
}

function listSizes() {
  const title = ({ name: size, width, height, unit }) => `${size} · ${number(width)} × ${number(height)} ${unit}`;
  const chip = (size) => {
    const input = make("input", { type: "radio", name: "usual", value: size });
    input.checked = size === poster.size;
    input.addEventListener("change", () => resize(size));
    const known = say(`size-${size}`);
    return make("label", {}, input, make("span", { class: "chip" }, known.startsWith("size-") ? size.toUpperCase() : known));
  };
  $("usual").replaceChildren(...USUAL.map(chip));
  const group = (label, unit) =>
    make("optgroup", { label }, ...choices.sizes.filter((size) => size.unit === unit).map((size) => make("option", { value: size.name, title: size.about }, title(size))));
  const own = choices.watched ? [make("option", { value: "drawn" }, say("as-drawn"))] : [];
  $("size").replaceChildren(...own, group(say("screens"), "px"), group(say("papers"), "mm"));
  resize(poster.size);
}

function resize(size) {
  poster.size = size;
  $("size").value = size;
  for (const input of $("usual").querySelectorAll("input")) input.checked = input.value === size;
  const paper = size === "drawn" || choices.sizes.find((one) => one.name === size)?.unit === "mm";
  for (const button of document.querySelectorAll("[data-finish]")) {
    button.hidden = !paper || !choices.finishes.includes(button.dataset.finish);
  }
  ask();
}

// ---- taking it away

async function download(button) {
  const { format = "", finish = "" } = button.dataset;
  button.setAttribute("aria-busy", "true");
  $("said-take").replaceChildren();
  try {
    const answer = await post("download", job({ format, finish }));
    if (answer.ok) {
      const file = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition"))[1];
      const link = make("a", { href: URL.createObjectURL(await answer.blob()), download: file });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
      $("said-take").replaceChildren(make("p", { class: "note" }, fill("taken", { file })));
    } else $("said-take").replaceChildren(messageOf((await json(answer)).error));
  } catch {
    $("said-take").replaceChildren(messageOf(gone().error));
  }
  button.removeAttribute("aria-busy");
}

// ---- for designers

async function redraw() {
  const made = await fetch("api/drawing").then(json, gone);
  if (made.error) {
    $("said-drawing").replaceChildren(messageOf(made.error));
    drawing ??= { name: choices.watched, slots: [] };
  } else {
    const slots = JSON.stringify(drawing?.slots);
    drawing = made;
    $("said-drawing").replaceChildren(...made.found.map(messageOf));
    if (poster.layout === choices.watched) {
      layout = drawing;
      if (JSON.stringify(made.slots) !== slots) listSlots();
    }
  }
  ask();
  board();
}

/** The drawing in all shapes, and with the longest slogan of twelve scripts. */
async function board() {
  const round = (board.round = (board.round ?? 0) + 1);
  const longest = (tag) => {
    const texts = choices.slogans.map((slogan) => slogan.texts[tag]?.text ?? "");
    return texts.reduce((a, b) => ([...b].length > [...a].length ? b : a), "");
  };
  const cells = [];
  if ($("show-shapes").checked) cells.push(...SHAPES.map((size) => [$("shapes"), size, { size }]));
  if ($("show-scripts").checked) {
    for (const tag of SCRIPTS) if (longest(tag)) cells.push([$("scripts"), choices.languages.find((one) => one.tag === tag)?.own ?? tag, { lang: tag, text: longest(tag) }]);
  }
  const fresh = { shapes: [], scripts: [] };
  for (const [place, title, over] of cells) {
    const made = await post("preview", job({ layout: choices.watched, landscape: false, ...over })).then(json, gone);
    if (round !== board.round) return;
    fresh[place.id].push(cell(title, made));
    place.replaceChildren(...fresh[place.id], ...[...place.children].slice(fresh[place.id].length));
  }
  for (const id of ["shapes", "scripts"]) $(id).replaceChildren(...fresh[id]);
}

function cell(title, made) {
  const said = make("div", { class: "said" });
  const figure = make("figure", {}, make("figcaption", {}, title));
  if (made.error) said.append(messageOf(made.error));
  else {
    const image = make("img", { alt: title });
    show(image, new Blob([made.svg], { type: "image/svg+xml" }));
    image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
    const sheet = make("div", { class: "sheet" }, image);
    const frames = draw("svg", { viewBox: "0 0 1 1", preserveAspectRatio: "none", "aria-hidden": "true" });
    frames.append(...outlines(made.frames));
    frames.toggleAttribute("hidden", !$("show-frames").checked);
    sheet.append(frames);
    figure.prepend(sheet);
    said.append(...made.notes.map(messageOf));
  }
  figure.append(said);
  return figure;
}

function watch() {
  $("desk").hidden = false;
  $("watched").textContent = choices.watched;
  const own = card({ name: choices.watched, idea: say("own-drawing") });
  own.classList.add("own");
  $("layouts").prepend(own);
  poster.layout = choices.watched;
  poster.size = "drawn";
  own.querySelector("input").checked = true;
  for (const id of ["show-shapes", "show-scripts"]) $(id).addEventListener("change", board);
  $("show-frames").addEventListener("change", () => {
    for (const frames of [$("frames"), ...document.querySelectorAll(".board svg")]) frames.toggleAttribute("hidden", !$("show-frames").checked);
  });
  const events = new EventSource("api/events");
  events.addEventListener("saved", async ({ data }) => {
    await redraw();
    document.body.dataset.saved = data;
    $("reloaded").textContent = fill("reloaded", { count: data });
    follow();
  });
}

// ---- start

async function start() {
  [words, choices] = await Promise.all([fetch("words.json"), fetch("api/choices")].map((one) => one.then(json)));
  if (choices.error) {
    $("said").replaceChildren(messageOf(choices.error));
    choices = null;
    return;
  }
  poster.layout = choices.layouts.some((one) => one.name === "bold") ? "bold" : choices.layouts[0].name;
  $("layouts").replaceChildren(...choices.layouts.map(card));
  layout = choices.layouts.find((one) => one.name === poster.layout);
  if (choices.watched) watch();
  speak(browserLanguage());
  if (choices.slogans[0]) take(choices.slogans[0], "");
  if (choices.watched) {
    await redraw();
    choose(choices.watched);
  }

  $("speech").addEventListener("change", () => speak($("speech").value));
  $("text").addEventListener("input", () => {
    poster.text = $("text").value;
    // Words of one's own are in no language that was not chosen; the engine tells what it can.
    const found = known();
    if (!chosen) {
      const tags = found ? Object.keys(found.texts).filter((tag) => found.texts[tag].text === poster.text) : [];
      if (!tags.includes(poster.lang)) $("lang").value = poster.lang = tags[0] ?? "";
    }
    drafted();
    ask();
  });
  $("lang").addEventListener("change", () => {
    const slogan = known();
    poster.lang = $("lang").value;
    chosen = poster.lang !== "";
    if (slogan?.texts[poster.lang]) take(slogan, poster.lang);
    drafted();
    listSlogans();
    ask();
  });
  $("size").addEventListener("change", () => resize($("size").value));
  $("landscape").addEventListener("change", () => {
    poster.landscape = $("landscape").checked;
    ask();
  });
  for (const button of $("takes").children) button.addEventListener("click", () => download(button));
  $("form").addEventListener("submit", (event) => event.preventDefault());
  document.body.dataset.ready = "";
}

start();
