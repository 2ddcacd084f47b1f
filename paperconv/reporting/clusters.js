"use strict";
// Everything of the input goes through text nodes; nothing is ever parsed as markup, and nothing is loaded.
(() => {
  const data = (id) => JSON.parse(document.getElementById("data-" + id).textContent);
  const fields = data("fields"), items = data("items");
  const [KIND, SCORE, AGAINST, SIGNALS, RECORDS] = Array(5).keys();
  const ROWS = 25, COLUMNS = 12, LONGEST = 12;
  const $ = (id) => document.getElementById(id);
  const grouped = new Intl.NumberFormat("en");
  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) if (value !== null) element.setAttribute(name, value);
    element.append(...children.filter((child) => child !== null && child !== ""));
    return element;
  };
  const svg = (tag, attributes, ...children) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const text = (value, kind) => make("bdi", { class: kind || null }, String(value));
  const plain = (value) => value.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  const signal = ([name, similarity, weight, detail]) => {
    const length = Math.min(Math.abs(weight), LONGEST) / LONGEST * 50;
    const bar = svg("rect", { class: weight < 0 ? "minus" : "plus", x: weight < 0 ? 50 - length : 50, y: 0, width: length, height: 8 });
    const chart = svg("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("rect", { class: "track", width: 100, height: 8 }), bar, svg("line", { x1: 50, x2: 50, y1: 0, y2: 8 }));
    return make("div", {}, text(name), chart, make("span", { class: "n" }, (weight > 0 ? "+" : "") + weight), text(detail || Math.round(similarity * 100) + " %", "quiet"));
  };

  // The words of a value that the first record does not have stand in a <mark>.
  const marked = (value, first) => {
    const known = new Set(plain(first).split(" "));
    const parts = value.split(/(\s+)/).map((part) => (plain(part) && plain(part).split(" ").some((word) => !known.has(word)) ? make("mark", {}, part) : part));
    return make("bdi", {}, ...parts);
  };

  const cluster = (item) => {
    const records = item[RECORDS].slice(0, COLUMNS);
    const titleAt = fields.indexOf("title");
    const title = records.map((r) => r[titleAt]).find((t) => t) || "(no title)";
    const head = make("thead", {}, make("tr", {}, make("th", {}), ...records.map((_, i) => make("th", { scope: "col" }, "record " + (i + 1)))));
    const body = make("tbody", {});
    fields.forEach((name, at) => {
      if (!records.some((r) => r[at])) return;
      const first = records[0][at];
      const cells = records.map((r, i) => {
        const differs = i > 0 && name !== "place" && name !== "id" && r[at] && first && plain(r[at]) !== plain(first);
        return make("td", { class: differs ? "differs" : null }, make("div", {}, differs ? marked(r[at], first) : text(r[at])));
      });
      body.append(make("tr", {}, make("th", { scope: "row" }, name), ...cells));
    });
    const columns = make("colgroup", {}, make("col", { class: "name" }), ...records.map(() => make("col", {})));
    const more = item[RECORDS].length - records.length;
    return make("section", { class: "cluster" },
      make("h2", {}, text(title)),
      make("p", { class: "kind " + (item[KIND] === "unsure" ? "unsure" : "") },
        item[KIND] === "unsure" ? "to look at" : item[KIND] === "same" ? item[RECORDS].length + " records joined" : item[KIND],
        item[SCORE] === null ? "" : ", evidence " + (item[SCORE] > 0 ? "+" : "") + item[SCORE]),
      item[AGAINST] ? make("p", { class: "against" }, "Against: ", text(item[AGAINST])) : null,
      make("div", { class: "evidence" }, ...item[SIGNALS].map(signal)),
      make("div", { class: "scroll" }, make("table", {}, columns, head, body)),
      more > 0 ? make("p", { class: "quiet" }, "and " + more + " more records") : null);
  };

  const searched = new Array(items.length);
  const searchable = (at) => (searched[at] ??= plain(items[at][RECORDS].map((r) => r.join(" ")).join(" ")));
  const conflicts = (item) => item[AGAINST] !== "" || item[SIGNALS].some((s) => s[2] < 0);
  let found = [], from = 0;

  const draw = () => {
    $("items").replaceChildren(...found.slice(from, from + ROWS).map((at) => cluster(items[at])));
    $("page").textContent = found.length ? grouped.format(from + 1) + "\u2013" + grouped.format(Math.min(from + ROWS, found.length)) + " of " + grouped.format(found.length) : "";
    $("count").textContent = grouped.format(found.length) + " shown";
    $("back").disabled = from === 0;
    $("next").disabled = from + ROWS >= found.length;
  };
  const search = () => {
    const kind = $("kind").value, words = plain($("words").value).split(" ").filter((w) => w), differing = $("differing").checked;
    found = [];
    items.forEach((item, at) => {
      const here = item[KIND] === "same" || item[KIND] === "unsure" ? item[KIND] : "linked";
      if ((!kind || kind === here) && (!differing || conflicts(item)) && words.every((w) => searchable(at).includes(w))) found.push(at);
    });
    from = 0;
    draw();
  };
  let waiting;
  $("words").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 120); });
  $("kind").addEventListener("change", search);
  $("differing").addEventListener("change", search);
  $("filter").addEventListener("submit", (event) => { event.preventDefault(); search(); });
  const turn = (step) => { from = Math.max(0, from + step); draw(); $("main").scrollIntoView(); };
  $("back").addEventListener("click", () => turn(-ROWS));
  $("next").addEventListener("click", () => turn(ROWS));
  search();
})();
