import assert from "node:assert/strict";
import { Refusal } from "../bytes.js";

const isRefusal = (code: string) => (error: unknown) => {
  assert.ok(error instanceof Refusal, String(error));
  assert.equal(error.code, code);
  return true;
};

export const refused = (code: string, act: () => unknown): void => assert.throws(act, isRefusal(code));

export const refusedLater = (code: string, act: Promise<unknown>): Promise<void> =>
  assert.rejects(act, isRefusal(code));
