
"use strict";
// Everything of the input goes through textContent or a value; nothing is ever parsed as markup. Links are made of identifiers only.
(() => {
  const data = (id) => JSON.parse(document.getElementById("data-" + id).textContent);
  const names = data("names");
  const records = data("records"), findings = data("findings"), lists = data("lists");
  const [TITLE, AUTHORS, COUNT, DATE, TYPE, VENUE, DOI, ARXIV, FILE, PATH, LINE, ORDINAL, MASK, ID] = Array(14).keys();
  const ROWS = 50, LISTS = 5, HEAD = 12;
  const $ = (id) => document.getElementById(id);
  const grouped = new Intl.NumberFormat("en");

  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "on") for (const [event, run] of Object.entries(value)) element.addEventListener(event, run);
      else if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== ""));
    return element;
  };
  const text = (value, kind) => make("bdi", { class: kind || null }, String(value));
  const svg = (tag, attributes, ...children) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const place = (path, line) => text(names.paths[path] + (line > 0 ? ":" + line : ""), "path");
  const link = (kind, id) => {
    const good = kind === "doi" ? /^10\.\d{4,9}\/\S+$/.test(id) : /^(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?\/\d{7})$/.test(id);
    if (!good) return text(id, "id");
    const home = kind === "doi" ? "https://doi.org/" : "https://arxiv.org/abs/";
    const address = home + id.split("/").map(encodeURIComponent).join("/");
    return make("a", { href: address, rel: "noopener noreferrer" }, text((kind === "doi" ? "doi:" : "arXiv:") + id));
  };

  // Findings of each record, by its place.
  const rowOf = new Map();
  records.forEach((r, at) => { const key = r[PATH] + ":" + r[ORDINAL]; if (!rowOf.has(key)) rowOf.set(key, at); });
  const found = new Map();
  for (const f of findings) {
    const at = f[1] < 0 ? undefined : rowOf.get(f[0] + ":" + f[1]);
    if (at === undefined) continue;
    if (found.has(at)) found.get(at).push(f); else found.set(at, [f]);
  }
  const foundIn = (at) => found.get(at) || [];

  // What is searched: folded, made when it is first needed.
  let folded = null;
  const fold = (value) => value.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const haystack = () => folded || (folded = records.map((r) => fold([r[TITLE], r[AUTHORS], r[VENUE], r[DATE], r[DOI], r[ARXIV], r[ID]].join("\n"))));

  // The state is the part of the address behind "#", so that it can be linked, and the way back works.
  const state = { q: "", rule: "", missing: "", file: "", sort: "", page: 0 };
  const KEYS = Object.keys(state);
  const stated = () => location.hash.includes("=");
  const readState = () => {
    const given = new URLSearchParams(stated() ? location.hash.slice(1) : "");
    for (const key of KEYS) state[key] = key === "page" ? Math.max(0, parseInt(given.get(key), 10) - 1 || 0) : given.get(key) || "";
    for (const key of ["q", "rule", "missing", "file"]) if ($(key).value !== state[key]) $(key).value = state[key];
  };
  const writeState = () => {
    const given = new URLSearchParams();
    for (const key of KEYS) if (state[key]) given.set(key, key === "page" ? state.page + 1 : state[key]);
    const hash = given.toString();
    try { history.replaceState(null, "", hash ? "#" + hash : "#records"); } catch { /* an embedded page may have no history */ }
  };

  const columns = [
    ["title", "Title", "c-title", (r) => r[TITLE]],
    ["authors", "Authors", "c-authors", (r) => r[AUTHORS]],
    ["date", "Date", "c-date", (r) => r[DATE]],
    ["venue", "Venue", "c-venue", (r) => r[VENUE]],
    ["found", "Findings", "c-found n", (r, at) => foundIn(at).length],
  ];
  let rows = [];
  const choose = () => {
    const words = fold(state.q).split(/\s+/).filter(Boolean);
    const hay = words.length ? haystack() : null;
    const bit = state.missing === "" ? 0 : 1 << Number(state.missing);
    rows = [];
    for (let at = 0; at < records.length; at++) {
      const r = records[at];
      if (state.file !== "" && r[FILE] !== Number(state.file)) continue;
      if (bit && r[MASK] & bit) continue;
      if (state.rule && !foundIn(at).some((f) => f[2] === state.rule)) continue;
      if (hay && !words.every((w) => hay[at].includes(w))) continue;
      rows.push(at);
    }
    const column = columns.find(([key]) => key === state.sort.replace("-", ""));
    if (column) {
      const down = state.sort.startsWith("-") ? -1 : 1;
      const keys = new Map(rows.map((at) => { const v = column[3](records[at], at); return [at, typeof v === "string" ? fold(v) : v]; }));
      rows.sort((a, b) => {
        const x = keys.get(a), y = keys.get(b);
        if (x === y) return a - b;
        if (x === "" || y === "") return x === "" ? 1 : -1;  // what is unknown stands last, either way
        return x < y ? -down : down;
      });
    }
    state.page = Math.min(state.page, Math.max(0, Math.ceil(rows.length / ROWS) - 1));
  };

  const SEVERITY = ["note", "warning", "error"];
  const detail = (at) => {
    const r = records[at], list = make("dl");
    const item = (name, ...content) => list.append(make("dt", null, name), make("dd", null, ...content));
    if (r[AUTHORS]) item("authors", text(r[AUTHORS]), r[COUNT] > r[AUTHORS].split("; ").length ? ` … ${grouped.format(r[COUNT])} in all` : "");
    if (r[VENUE]) item("venue", text(r[VENUE]));
    item("type", text(r[TYPE]));
    if (r[DOI]) item("DOI", link("doi", r[DOI]));
    if (r[ARXIV]) item("arXiv", link("arxiv", r[ARXIV]));
    item("key", text(r[ID], "id"));
    item("stands in", place(r[PATH], r[LINE]));
    const without = names.fields.filter((_, k) => !(r[MASK] & (1 << k)));
    if (without.length) item("without", without.join(", "));
    for (const f of [...foundIn(at)].sort((a, b) => b[3] - a[3])) {
      item(SEVERITY[f[3]], text(f[2], "code"), " ", text(names.codes[f[2]] + ": " + f[5]), " ", f[4] !== r[LINE] ? place(f[0], f[4]) : "");
    }
    return list;
  };
  const row = (at) => {
    const r = records[at], n = foundIn(at).length;
    const toggle = () => {
      const now = line.nextSibling && line.nextSibling.className === "detail";
      if (now) line.nextSibling.remove(); else line.after(make("tr", { class: "detail" }, make("td", { colspan: columns.length }, detail(at))));
      open.setAttribute("aria-expanded", String(!now));
    };
    const open = make("button", { class: "open", type: "button", "aria-expanded": "false", on: { click: toggle } }, ...(r[TITLE] ? [text(r[TITLE])] : ["(no title) ", text(r[ID], "id")]));
    const people = r[AUTHORS].split("; ");
    const more = r[COUNT] > 3 ? ` … (${grouped.format(r[COUNT])})` : "";
    const line = make("tr", null, make("td", null, open), make("td", null, text(people.slice(0, 3).join("; ")), more),
      make("td", null, text(r[DATE])), make("td", null, text(r[VENUE])), make("td", { class: n ? "n" : "n zero" }, String(n)));
    return line;
  };
  const pager = (at, size, of, go) => [
    make("button", { type: "button", disabled: at === 0, on: { click: () => go(at - 1) } }, "Previous"),
    make("span", null, `${grouped.format(at + 1)} of ${grouped.format(Math.max(1, Math.ceil(of / size)))}`),
    make("button", { type: "button", disabled: (at + 1) * size >= of, on: { click: () => go(at + 1) } }, "Next"),
  ];
  const show = () => {
    const head = columns.map(([key, label, kind]) => {
      const now = state.sort.replace("-", "") === key, down = state.sort.startsWith("-");
      const turn = () => { state.sort = now ? (down ? "" : "-" + key) : key; state.page = 0; update(); document.querySelector(`[data-sort=${key}]`).focus(); };
      const arrow = now ? (down ? " ↓" : " ↑") : "";
      return make("th", { scope: "col", class: kind, "aria-sort": now ? (down ? "descending" : "ascending") : null },
        make("button", { type: "button", "data-sort": key, on: { click: turn } }, label + arrow));
    });
    const body = rows.slice(state.page * ROWS, (state.page + 1) * ROWS).map(row);
    $("table").replaceChildren(make("table", { class: "records" }, make("thead", null, make("tr", null, ...head)), make("tbody", null, ...body)));
    $("count").textContent = rows.length === records.length
      ? `${grouped.format(rows.length)} records` : `${grouped.format(rows.length)} of ${grouped.format(records.length)} records`;
    $("pager").replaceChildren(...(rows.length > ROWS ? pager(state.page, ROWS, rows.length, (page) => { state.page = page; writeState(); show(); }) : []));
  };
  const update = () => { writeState(); choose(); show(); };

  // Repaired author lists, a few at a time.
  const ground = ([name, weight, told], most) => {
    const length = Math.round(5000 * Math.abs(weight) / most) / 100;
    const bar = svg("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("rect", { class: weight < 0 ? "against" : "for", x: weight < 0 ? 50 - length : 50, width: length, height: 8 }),
      svg("line", { x1: 50, x2: 50, y1: 0, y2: 8 }));
    return make("tr", null, make("th", { scope: "row" }, text(name)), make("td", null, bar),
      make("td", { class: "n" }, (weight < 0 ? "−" : "+") + Math.abs(weight).toFixed(1)), make("td", { class: "quiet" }, text(told)));
  };
  const cell = (value, kind) => make("td", { class: kind }, value === null ? make("span", { class: "lost" }, "lost") : text(value));
  const nameRow = (r, at) => {
    const same = r.length === 2;
    const [given, family, newGiven, newFamily] = same ? [...r, ...r] : r;
    const was = same ? "" : "was", now = same ? "" : "is";
    const changed = [newGiven !== given, newFamily !== family].map((differs) => (differs ? now : ""));
    const single = (name, kind) => make("td", { class: kind, colspan: 2 }, text(name));
    const left = given === "" && family ? [single(family, was)] : [cell(given, was), cell(family, was)];
    const right = newGiven === "" && newFamily ? [single(newFamily, now)] : [cell(newGiven, changed[0]), cell(newFamily, changed[1])];
    return make("tr", { class: same ? null : "changed" }, make("td", { class: "no n quiet" }, String(at + 1)), ...left,
      make("td", { class: "sign" }, same ? "" : make("span", { title: "changed" }, "→")), ...right);
  };
  const repair = ([at, told, all]) => {
    const r = records[at], body = make("tbody"), box = make("article", { class: "repair" });
    const changed = all.filter((x) => x.length > 2).length;
    box.append(make("h3", null, text(r[TITLE] || "(no title)")), make("p", { class: "quiet" }, place(r[PATH], r[LINE]), " ",
      make("a", { href: "#" + new URLSearchParams({ q: r[ID], file: r[FILE] }) }, "the record"), ` · ${changed} of ${all.length} rows changed`));
    for (const [code, safety, what, sure, message, grounds] of told) {
      const level = sure < 1 ? `, probability ${Math.floor(sure * 1000) / 1000}: ` : ": ";
      box.append(make("p", null, text(code, "code"), " ", text(names.codes[code]), level, text(message)),
        make("p", { class: "quiet" }, `Repair (${safety}): `, text(what)));
      if (!grounds.length) continue;
      const most = Math.max(...grounds.map((g) => Math.abs(g[1])), 1);
      box.append(make("table", { class: "grounds" }, make("caption", { class: "skip" }, "Evidence as natural-log odds"),
        make("tbody", null, ...grounds.map((g) => ground(g, most)))));
    }
    const first = Math.max(0, Math.min(all.findIndex((x) => x.length > 2) - 3, all.length - HEAD));
    const fill = (from, to) => body.replaceChildren(...all.slice(from, to).map((x, k) => nameRow(x, from + k)));
    fill(first, first + HEAD);
    const heads = ["given", "family"].map((h) => make("th", { scope: "col" }, h));
    box.append(make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Author list before and after" },
      make("table", { class: "names" }, make("thead", null,
        make("tr", null, make("th", { class: "no" }), make("th", { colspan: 2, scope: "colgroup" }, "As printed"), make("th", { class: "sign" }),
          make("th", { colspan: 2, scope: "colgroup" }, "Repaired")),
        make("tr", null, make("th"), ...heads, make("th"), ...heads.map((h) => h.cloneNode(true)))), body)));
    if (all.length > HEAD) {
      const more = make("button", { type: "button", on: { click: () => {
        const whole = body.childElementCount < all.length;
        if (whole) fill(0, all.length); else fill(first, first + HEAD);
        more.textContent = whole ? "Show less" : `Show all ${grouped.format(all.length)} rows`;
      } } }, `Show all ${grouped.format(all.length)} rows`);
      box.append(make("div", { class: "pager" }, more));
    }
    return box;
  };
  const showLists = (page, move) => {
    if (!lists.length) return;
    $("repairs").replaceChildren(...lists.slice(page * LISTS, (page + 1) * LISTS).map(repair));
    $("repairs-pager").replaceChildren(...(lists.length > LISTS ? pager(page, LISTS, lists.length, (to) => showLists(to, true)) : []));
    if (move) $("lists").scrollIntoView();
  };

  let waiting = 0;
  const changed = () => {
    for (const key of ["q", "rule", "missing", "file"]) state[key] = $(key).value;
    state.page = 0;
    update();
  };
  $("filters").addEventListener("submit", (event) => { event.preventDefault(); changed(); });
  $("filters").addEventListener("reset", () => setTimeout(changed));
  $("q").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(changed, 150); });
  for (const key of ["rule", "missing", "file"]) $(key).addEventListener("change", changed);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    event.preventDefault();
    $("q").focus();
  });
  const arrive = () => {
    readState(); choose(); show();
    if (stated()) $("records").scrollIntoView();
  };
  window.addEventListener("hashchange", () => { if (stated()) arrive(); });
  document.documentElement.classList.add("live");
  showLists(0);
  arrive();
})();
