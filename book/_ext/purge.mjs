// The rules of a style sheet that pages with these words can use, as short as they can be said.
// Reads { sheet, words } as JSON, and writes the sheet.

import { readFileSync } from "node:fs";
import { transform } from "esbuild";
import { PurgeCSS } from "purgecss";

const { sheet, words } = JSON.parse(readFileSync(0, "utf-8"));
const [{ css }] = await new PurgeCSS().purge({
  content: [{ raw: words.join(" "), extension: "html" }],
  css: [{ raw: sheet }],
  // What the values of attributes may become is not known.
  dynamicAttributes: [...sheet.matchAll(/\[\s*([\w-]+)/g)].map(([, name]) => name),
  variables: true,
  safelist: { variables: words.filter((word) => word.startsWith("--")) },
  defaultExtractor: (raw) => raw.split(" "),
});
const { code } = await transform(css, { loader: "css", minify: true });
process.stdout.write(code);
