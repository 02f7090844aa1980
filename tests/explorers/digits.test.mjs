import assert from "node:assert/strict";
import { test } from "node:test";
import { shown } from "../../mlebook/explorers/js/frame.mjs";
import { values } from "./close.mjs";

for (const { value, digits, text } of values.digits) {
  test(`${value} with ${digits} decimals`, () => assert.equal(shown(value, digits), text));
}
