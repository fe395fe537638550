import type { AboutText } from "./about.zh-CN.ts";

/** About the site and how to use it, English. */
export const aboutEn = {
  title: "About and accessibility",
  lead: "This platform publishes public credit information about organisations: decisions are open to everyone, and errors can be reported to be corrected.",
  runBy: "Run by, and contact",
  factsTitle: "How to read a record",
  facts: [
    "Every record says what was decided, by whom, when, until when it is public, and why until then; also on what basis, where that was reported.",
    "“Public until” is the last day, inclusive; from the next day it is no longer shown, by itself.",
    "Organisations of the same name are told apart by their unified social credit code and never merged.",
    "Data is reported by the department that decided and is responsible for it. It is published as reported, except that dates and the like are written in one way and persons' names are masked.",
  ],
  accessTitle: "Accessibility",
  access: [
    "Everything works without JavaScript, by keyboard alone, and with a screen reader.",
    "Nothing scrolls sideways at 200 % zoom or on a screen of 360 pixels.",
    "“Larger text” enlarges text and buttons without changing the content; one click at the top right, and it is remembered.",
    "Dark display follows your system; every page can be printed as it is.",
    "Follows GB/T 37668-2019 and WCAG 2.2 level AA; every change is checked by automatic tools. There is no formal certification.",
  ],
  keysTitle: "Keyboard",
  keys: [
    ["Tab", "to the next link, button or field"],
    ["Shift + Tab", "back to the one before"],
    ["Enter", "opens a link, sends a search"],
    ["First Tab", "shows “Skip to content”"],
  ],
  privacyTitle: "Privacy",
  privacy: [
    "No statistics, no advertising, no third-party scripts; public information needs no login.",
    "Without a login the only cookie is the switch for larger text, set when you use it; it holds nothing about you. A login has one more, which only recognises that login and is worth nothing once you sign out.",
    "The log does not record what you search for.",
  ],
  logTitle: "How to check that nothing was altered",
  log: "Every version of every record is entered in a public transparency log; anybody can download a proof and check it offline:",
  sourceTitle: "The program",
  source: "The program is called 诚信 Chengxin and is open source under Apache-2.0.",
} satisfies AboutText;
