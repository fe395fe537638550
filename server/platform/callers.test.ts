import assert from "node:assert/strict";
import { test } from "node:test";
import { callerKey } from "./callers.ts";

test("an IPv6 caller is counted by the 64 bits that one household holds, an IPv4 one by the address", () => {
  assert.equal(callerKey("192.0.2.1"), "192.0.2.1");
  assert.equal(callerKey("::ffff:192.0.2.1"), "192.0.2.1");
  assert.equal(callerKey("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2");
  assert.equal(callerKey("2001:0db8:1:2::9"), callerKey("2001:db8:1:2:ffff::1"));
  assert.notEqual(callerKey("2001:db8:1:3::1"), callerKey("2001:db8:1:2::1"));
  assert.equal(callerKey("::1"), "0:0:0:0");
  assert.equal(callerKey("fe80::1%eth0"), "fe80:0:0:0");
});
