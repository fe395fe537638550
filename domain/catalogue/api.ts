import { z } from "zod";
import { defineRoute } from "../route.ts";
import { CatalogueItem } from "./item.ts";
import { Code } from "./code-table.ts";
import { LegalBasis } from "./legal-basis.ts";
import { Limit, PublicityRule } from "./rules.ts";
import { Words } from "../words.ts";

const CitedBasis = LegalBasis.extend({ title: z.string(), number: z.string().nullable() });

export const listItems = defineRoute({
  name: "listItems",
  method: "GET",
  path: "/catalogue/items",
  action: "catalogue.read",
  tag: "catalogue",
  summary: {
    zh: "公共信用信息目录：收什么、谁报、依据什么、公示多久",
    en: "The catalogue: what is collected, by whom, on what basis, how long it is public",
  },
  params: z.object({}),
  query: z.object({}),
  answer: z.object({
    digest: z.string(),
    city: z.object({ id: z.string(), name: Words, siteName: Words, contact: Words }),
    items: z.array(
      z.object({
        id: z.string(),
        name: Words,
        category: z.number(),
        responsible: Words,
        disclosure: z.string(),
        effect: z.string(),
        legalBasis: z.array(CitedBasis),
        updateCycle: Words,
        version: z.string(),
      }),
    ),
  }),
  maxAge: 300,
  problems: [],
});

export const showItem = defineRoute({
  name: "showItem",
  method: "GET",
  path: "/catalogue/items/:item",
  action: "catalogue.read",
  tag: "catalogue",
  summary: {
    zh: "一个目录项：字段、依据、公示规则、报送期限",
    en: "One catalogue item: fields, basis, publicity rules, deadline",
  },
  params: z.object({ item: z.string().max(40) }),
  query: z.object({}),
  answer: z.object({
    item: CatalogueItem,
    legalBasis: z.array(CitedBasis),
    codeTables: z.array(z.object({ id: z.string(), name: Words, codes: z.array(Code) })),
    publicity: z.array(PublicityRule),
    documents: z.array(z.object({ id: z.string(), title: z.string(), number: z.string().nullable() })),
    reportWithin: Limit.nullable(),
    sources: z.array(z.object({ id: z.string(), name: Words })),
  }),
  maxAge: 300,
  problems: ["catalogue.item_not_found"],
});

export const listLimits = defineRoute({
  name: "listLimits",
  method: "GET",
  path: "/catalogue/limits",
  action: "catalogue.read",
  tag: "catalogue",
  summary: { zh: "法定与约定期限表，注明确定程度", en: "Table of limits with how certain each is" },
  params: z.object({}),
  query: z.object({}),
  answer: z.object({ items: z.array(Limit) }),
  maxAge: 300,
  problems: [],
});
