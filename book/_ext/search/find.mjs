// Finds the parts of the book that have some words, the best first, and cuts a few lines out of them.

import MiniSearch from "minisearch";
import { inquiry, wanted, words } from "./words.mjs";

const AROUND = 14; // how many words are shown before and after the first one that was found

// The parts of all pages, of { PAGE: [[PLACE, TITLE, TEXT], ...] }, the first of each being the page.
export function open(pages) {
  const index = new MiniSearch({
    fields: ["title", "page", "text"],
    storeFields: ["place", "title", "page", "text"],
    tokenize: words,
    processTerm: (term) => term,
  });
  let id = 0;
  for (const [name, parts] of Object.entries(pages))
    for (const [place, title, text] of parts)
      index.add({ id: id++, place: place ? `${name}.html#${place}` : `${name}.html`, title,
        page: place ? parts[0][1] : "", text });
  return index;
}

// The parts that have all words of a question, or where there is none those that have some.
export function find(index, question) {
  const asked = wanted(question);
  if (!asked.length) return { all: true, found: [] };
  const same = words(question).join(" ");
  const search = (combineWith) => index.search(
    { combineWith, queries: asked.map(inquiry) },
    { boost: { title: 4, page: 1.5, text: 1 }, weights: { fuzzy: 0.1, prefix: 0.6 },
      boostDocument: (_id, _term, { page, title }) =>
        (page ? 1 : 1.5) * (words(title).join(" ") === same ? 2 : 1) });
  const found = search("AND");
  return found.length ? { all: true, found } : { all: false, found: search("OR") };
}

// The words around the first ones that were found: [words, were they found] one after the other.
export function around(text, terms) {
  const all = text.split(" ");
  const looked = new Set(terms);
  const hits = new Set();
  all.forEach((word, i) => {
    const here = words(word);
    if (here.some((one) => looked.has(one))) hits.add(i);
    else if (here.length && words(all.slice(i, i + 3).join(" "))
      .some((one) => looked.has(one) && /[-+/=]/.test(one) && one.startsWith(here[0])))
      for (const j of [i, i + 1, i + 2]) hits.add(j);
  });
  const from = Math.max(0, Math.min(...hits, all.length) - AROUND);
  const start = hits.size ? from : 0;
  const end = start + 2 * AROUND + 8;
  const shown = [];
  all.slice(start, end).forEach((word, i) => {
    const hit = hits.has(start + i);
    if (i && shown.at(-1)[1] === hit) shown.at(-1)[0] += ` ${word}`;
    else shown.push([word, hit]);
  });
  if (start > 0) shown.unshift(["…", false]);
  if (end < all.length) shown.push(["…", false]);
  return shown;
}
