import assert from "node:assert/strict";
import { test } from "node:test";
import { foldLogin, readLogin } from "./login.ts";
import { passwordFault } from "./password.ts";

const common = new Set(["password", "woaini", "qwerty", "1qaz2wsx3edc"]);
const fault = (password: string, kind: "official" | "agent" = "official", login = "zhang.wei") =>
  passwordFault(password, { kind, login, common });

test("length decides, not kinds of characters", () => {
  assert.equal(fault("梧桐 河岸 旧火车 七月"), null);
  assert.equal(fault("correct horse battery"), null);
  assert.equal(fault("Xy7!kk2?pQ"), "password.too_short");
  assert.equal(fault("Xy7!kk2?pQ", "agent"), null);
  assert.equal(fault("长".repeat(129)), "password.too_long");
});

test("what everybody tries first is refused, with digits or signs hung on too", () => {
  for (const password of [
    "1qaz2wsx3edc",
    "Password!2026",
    "woaini5201314",
    "123456789012",
    "aaaaaaaaaaaa",
    "abcdefghijkl",
    "121212121212",
    "qwertyuiopas",
  ])
    assert.equal(fault(password), "password.too_common", password);
});

test("a common word among others is no common password, whatever their script", () => {
  for (const password of ["梧桐河岸旧火车七月 woaini", "password 梧桐河岸旧火车", "мой password длинный"])
    assert.equal(fault(password), null, password);
});

test("a password holds no login", () => {
  assert.equal(fault("my ZHANG.wei sign-in"), "password.holds_login");
});

test("two spellings of a login are one, and a person's number is none", () => {
  assert.equal(readLogin(" Ｚhang.Wei "), "zhang.wei");
  assert.equal(foldLogin("ZHANG.WEI"), "zhang.wei");
  assert.equal(readLogin("信用办-01"), "信用办-01");
  for (const typed of ["ab", "-abc", "a b c", "13812345678", "a".repeat(61), "210202199001011234"])
    assert.equal(readLogin(typed), null, typed);
});
