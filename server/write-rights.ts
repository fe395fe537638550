import { writeFileSync } from "node:fs";
import { everyRoute } from "./every-route.ts";
import { rightsTable } from "./rights-table.ts";

/** Writes `docs/rights.md`, every route with every kind of actor, for people to review. */
writeFileSync(new URL("../docs/rights.md", import.meta.url), rightsTable(everyRoute()));
