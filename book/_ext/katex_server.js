// Reads formulas as lines of JSON and answers each with its HTML, or with what is wrong in it.
// Ends when its input does. Called as: node katex_server.js <path of katex.js>

const katex = require(process.argv[2]);
const readline = require("readline");

// Macros that a formula defines stay in that formula: each gets a fresh copy of the list.
function answer({ tex, ...options }) {
  try {
    return { html: katex.renderToString(tex, { ...options, strict: "error", throwOnError: true }) };
  } catch (error) {
    return { error: error.rawMessage ?? error.message };
  }
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + "\n");
});
