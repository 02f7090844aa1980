// Make one classic script of a module and all that it imports: node bundle.mjs OUTPUT MODULE

import { build } from "esbuild";

const [output, module] = process.argv.slice(2);

await build({
  entryPoints: [module],
  outfile: output,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "eof", // the licences of what is taken from others
  logLevel: "warning",
});
