// Reads figures as lines of JSON and answers each with the same figure in fewer words, or with what
// is wrong in it. Ends when its input does.

import { createInterface } from "node:readline";
import { optimize } from "svgo";

// In units of a figure, which are points: a hundredth is finer than any screen shows.
const floatPrecision = 2;
const plugins = [
  "removeDoctype",
  "removeXMLProcInst",
  "removeComments",
  "removeMetadata",
  // It would apply to the whole page; book.css says what it says.
  "removeStyleElement",
  // Names that nothing refers to; the others get new ones in the page.
  { name: "cleanupIds", params: { minify: false } },
  { name: "cleanupNumericValues", params: { floatPrecision, convertToPx: false } },
  { name: "convertPathData", params: { floatPrecision } },
  { name: "convertTransform", params: { floatPrecision } },
  "collapseGroups",
  "removeEmptyContainers",
];

function answer({ svg }) {
  try {
    return { svg: optimize(svg, { plugins }).data };
  } catch (error) {
    return { error: error.message };
  }
}

createInterface({ input: process.stdin }).on("line", (line) => {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
});
