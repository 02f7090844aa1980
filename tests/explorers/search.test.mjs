import assert from "node:assert/strict";
import { test } from "node:test";
import { around, find, open } from "../../book/_ext/search/find.mjs";
import { wanted, words } from "../../book/_ext/search/words.mjs";

const PAGES = {
  "book/normal": [
    ["", "The normal distribution", "Where is the centre of five measurements?"],
    ["divisors", "Which divisor", "A calculator divides by n - 1 and the estimate by n. Its logs are −3."],
    ["thm", "The bound of Cramér and Rao", "The variance of θ̂ is at least 1/I(θ), and χ^2_1 is a law."],
  ],
  "book/intervals": [
    ["", "Intervals", "A profile maximises over the rest; profile_interval returns two ends."],
    ["cut", "Why this cut", "Twice the fall of the log-likelihood is nearly chi-squared."],
  ],
};
const index = open(PAGES);
const places = (question) => find(index, question).found.map(({ place }) => place);

test("a small formula is one word, however it is spaced", () => {
  for (const formula of ["n-1", "n - 1", "n − 1", "(n - 1)"]) assert.deepEqual(words(formula), ["n-1"]);
  assert.deepEqual(words("by n - 1 and"), ["n-1", "by", "and"]);
});

test("parts of what is joined are words, and so is the whole", () => {
  assert.deepEqual(words("log-likelihood"), ["log", "likelihood", "loglikelihood"]);
  assert.deepEqual(words("profile_interval"), ["profile", "interval", "profile_interval"]);
});

test("accents, case and the ways to write a Greek letter make no difference", () => {
  assert.deepEqual(words("Cramér"), ["cramer"]);
  assert.deepEqual(words("θ̂ Σ"), ["theta", "sigma"]);
  for (const law of ["χ2", "χ²", "χ^2", "chi2", "chi-squared", "Chi squared", "chi-square"])
    assert.deepEqual(words(law), ["chi2"]);
});

test("words that say little are asked for only when they are alone", () => {
  assert.deepEqual(wanted("the bound of Rao"), ["bound", "rao"]);
  assert.deepEqual(wanted("the"), ["the"]);
});

test("each part is found by its words, their beginnings, other endings and with a slip", () => {
  for (const question of ["n-1", "n - 1"]) assert.deepEqual(places(question), ["book/normal.html#divisors"]);
  for (const question of ["Cramér", "cramer", "theta", "θ"])
    assert.deepEqual(places(question), ["book/normal.html#thm"]);
  for (const question of ["profil", "profiles", "maximising", "maximisation"])
    assert.deepEqual(places(question), ["book/intervals.html"]);
  assert.deepEqual(places("log-likelihood"), ["book/intervals.html#cut"]);
  assert.deepEqual(places("meazurements"), ["book/normal.html"]);
  assert.deepEqual(places("χ2").sort(), ["book/intervals.html#cut", "book/normal.html#thm"]);
});

test("what is called just so comes first", () => {
  const terms = [["", "Words", ""], ["penalised", "penalised law", "The law, by law."], ["law", "law", "It is."]];
  assert.equal(find(open({ "book/words": terms }), "law").found[0].place, "book/words.html#law");
});

test("a word in a heading counts more than one in a text, and all words more than some", () => {
  assert.equal(places("interval")[0], "book/intervals.html");
  assert.deepEqual(places("variance bound"), ["book/normal.html#thm"]);
  const some = find(index, "variance quokka");
  assert.deepEqual([some.all, some.found.length], [false, 1]);
  assert.deepEqual(find(index, "quokka").found, []);
  assert.deepEqual(find(index, " ").found, []);
});

test("what was found is marked within a few words around it", () => {
  const marked = (text, terms) => around(text, terms).filter(([, hit]) => hit).map(([words]) => words);
  assert.deepEqual(marked("it divides by n - 1, and by n", ["n-1"]), ["n - 1,"]);
  assert.deepEqual(marked("The bound, of Cramér.", ["cramer"]), ["Cramér."]);
  const long = Array(99).fill("word").concat("here", Array(99).fill("word")).join(" ");
  const shown = around(long, ["here"]).map(([words]) => words);
  assert.ok(shown.includes("here") && shown.join(" ").split(" ").length < 45);
  assert.deepEqual([shown[0], shown.at(-1)], ["…", "…"]);
  assert.deepEqual(around("short", []), [["short", false]]);
});
