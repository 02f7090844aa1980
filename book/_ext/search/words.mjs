// What the search takes for a word, in the pages and in what a reader asks for.

import { stemmer } from "stemmer";

const GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi "
  + "rho sigma sigma tau upsilon phi chi psi omega";
const NAMES = new Map(GREEK.split(" ").map((name, i) => [String.fromCodePoint(0x3b1 + i), name]));

// With no accents, in small letters, Greek letters by their names; χ², χ^2 and chi-squared are one.
export const plain = (text) =>
  text.normalize("NFKD").replace(/[\p{M}^]/gu, "").toLowerCase()
    .replace(/[‐‑–−]/g, "-").replace(/ϵ/g, "ε").replace(/[α-ω]/g, (letter) => NAMES.get(letter))
    .replace(/\bchi[- ]squared?\b/g, "chi2");

const SHORT = "[\\p{L}\\p{N}]{1,2}";
const FORMULA = new RegExp(
  `(?<![\\p{L}\\p{N}])(${SHORT})\\s*([-+/=])\\s*(${SHORT})(?![\\p{L}\\p{N}])`, "gu");

// The words of a text. A small formula, such as n - 1, is a word of its own, however it is spaced;
// of what a hyphen or a low line joins each part is a word, and so is the whole.
export function words(text) {
  const clean = plain(text);
  const found = Array.from(clean.matchAll(FORMULA), ([, left, sign, right]) => left + sign + right);
  for (const [whole] of clean.replace(FORMULA, " ").matchAll(/[\p{L}\p{N}]+([-_][\p{L}\p{N}]+)*/gu)) {
    const parts = whole.split(/[-_]/);
    found.push(...parts);
    if (parts.length > 1) found.push(whole.replaceAll("-", ""));
  }
  return found;
}

const SAY_LITTLE = new Set("a an and are as at be by for from in is it of on or the to with".split(" "));

// What is asked for: the words that say something, or all where none does.
export function wanted(question) {
  const all = [...new Set(words(question))];
  const telling = all.filter((word) => !SAY_LITTLE.has(word));
  return telling.length ? telling : all;
}

// A word as an inquiry to MiniSearch: as it is or goes on, nearly so, or with another ending.
export function inquiry(word) {
  const long = word.length > 2 && /^\p{L}+$/u.test(word);
  const stem = stemmer(word);
  const queries = [{ queries: [word], prefix: long, fuzzy: word.length > 4 && long ? 0.2 : false }];
  if (long && stem.length > 3 && stem !== word)
    queries.push({ queries: [stem], prefix: true, boost: { title: 2, page: 1, text: 0.5 } });
  return { combineWith: "OR", queries };
}
