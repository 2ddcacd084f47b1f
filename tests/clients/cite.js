// node cite.js STYLE LOCALES ITEMS: the bibliography that citeproc-js makes, as a JSON array of [id, text]. NODE_PATH leads to citeproc.
const fs = require("fs"), CSL = require("citeproc");
CSL.debug = () => {};
const [style, locales, file] = process.argv.slice(2);
const items = JSON.parse(fs.readFileSync(file)), byId = Object.fromEntries(items.map(item => [item.id, item]));
const locale = name => fs.readFileSync(`${locales}/locales-${fs.existsSync(`${locales}/locales-${name}.xml`) ? name : "en-US"}.xml`, "utf8");
const engine = new CSL.Engine({retrieveLocale: locale, retrieveItem: id => byId[id]}, fs.readFileSync(style, "utf8"), "en-US");
engine.setOutputFormat("text");
engine.updateItems(items.map(item => item.id));
const [info, entries] = engine.makeBibliography();
if (info.entry_ids.length !== entries.length) throw `${info.entry_ids.length} items, ${entries.length} entries`;
console.log(JSON.stringify(info.entry_ids.map((ids, i) => [ids[0], entries[i].trim()])));
