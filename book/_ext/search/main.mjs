// The page of the search: shows what it found, with a way to each part. It needs no server.

import { around, find, open } from "./find.mjs";

const MOST = 40;
const results = document.getElementById("search-results");
const status = element("p", "Searching …", { role: "status" }); // read aloud when it changes

function element(name, content = "", attributes = {}) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...[content].flat());
  return made;
}

function entry({ place, title, page, text, terms }) {
  const link = element("a", page ? `${page} › ${title}` : title, {
    href: document.documentElement.dataset.content_root + place });
  // The page that is opened marks these words, by a script of Sphinx.
  link.addEventListener("click", () => localStorage.setItem("sphinx_highlight_terms",
    terms.filter((term) => /^\p{L}{3,}$/u.test(term)).join(" ")));
  const lines = around(text, terms).flatMap(([words, hit]) => [hit ? element("mark", words) : words, " "]);
  return element("li", [link, element("p", lines, { className: "context" })]);
}

function report(all, found) {
  if (!found.length) return "Nothing was found. Is a word spelt otherwise in the book?";
  const places = found.length === 1 ? "One place" : `${found.length} places`;
  const which = all ? "" : " with some of these words; none has all of them";
  const shown = found.length > MOST ? `, the first ${MOST} of which follow` : "";
  return `${places}${which}${shown}.`;
}

function show(question, pages) {
  const { all, found } = find(open(pages), question);
  results.append(element("ul", found.slice(0, MOST).map(entry), { className: "search" }));
  status.textContent = report(all, found);
}

const question = new URLSearchParams(location.search).get("q") ?? "";
if (question.trim()) {
  for (const field of document.querySelectorAll("input[name=q]")) field.value = question;
  results.append(status);
  globalThis.Search = { setIndex: (pages) => show(question, pages) }; // searchindex.js calls it
  document.head.append(element("script", "", { src: "searchindex.js" })); // large: only if it is asked
}
