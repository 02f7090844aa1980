// Make one classic script of main.mjs and all that it imports: node bundle.mjs OUTPUT

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));

await build({
  entryPoints: [join(here, "main.mjs")],
  outfile: process.argv[2],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "eof", // the licences of what is taken from others
  logLevel: "warning",
});
