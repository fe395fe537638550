import { z } from "zod";
import { PlainDate, Words } from "../words.ts";
import type { Located, Report } from "./catalogue-files.ts";
import { Confidence } from "./legal-basis.ts";

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

const common = {
  id: z.string().regex(/^[a-z][a-z-]*$/),
  version: z.string().min(1),
  name: Words,
  /** One sentence for the auditor: when an alert is raised. */
  meaning: Words,
  /** An alert is raised above this number. */
  moreThan: z.number().int().min(0),
  /** Readings as these don't count: an agent reads its own organisation's file whenever it likes. */
  exceptRoles: z.array(z.string()),
  effectiveFrom: PlainDate,
  /** Last day; null = still. */
  effectiveTo: PlainDate.nullable(),
  confidence: Confidence,
} as const;

/**
 * When reading is unusual enough that a person has to look at it. `rate`: readings within so many minutes; `hours`: readings outside opening hours (Asia/Shanghai)
 * or on a day off; `breadth`: organisations on a day, also far above what the account usually reads; `refusals`; `canary`: a canary was read at all. `log` is not about reading: the
 * monitor of the transparency log found that what is stored is not what was logged.
 */
export const AlertRule = z.discriminatedUnion("kind", [
  z.strictObject({ ...common, kind: z.literal("rate"), minutes: z.literal(60) }),
  z.strictObject({ ...common, kind: z.literal("hours"), opens: TimeOfDay, closes: TimeOfDay }),
  z.strictObject({
    ...common,
    kind: z.literal("breadth"),
    timesUsual: z.number().min(1),
    /** Above this it is unusual whatever the account did before: the usual can be raised on purpose, day by day. null: no such number. */
    alwaysAbove: z.number().int().min(1).nullable(),
    usualDays: z.number().int().min(1).max(366),
  }),
  z.strictObject({ ...common, kind: z.literal("refusals"), minutes: z.literal(60) }),
  z.strictObject({ ...common, kind: z.literal("canary") }),
  z.strictObject({ ...common, kind: z.literal("log") }),
]);
export type AlertRule = z.infer<typeof AlertRule>;

/** Of one id no two versions hold on the same day. */
export const checkAlertRules = (rules: readonly Located<AlertRule>[], report: Report): void => {
  for (const [index, { file, value: rule }] of rules.entries()) {
    if (rule.kind === "hours" && rule.opens >= rule.closes) report(file, "alert.hours", { rule: rule.id });
    const other = rules
      .slice(0, index)
      .find(
        ({ value }) =>
          value.id === rule.id &&
          value.effectiveFrom <= (rule.effectiveTo ?? "9999") &&
          rule.effectiveFrom <= (value.effectiveTo ?? "9999"),
      );
    if (other) report(file, "alert.overlap", { rule: rule.id, version: rule.version, other: other.value.version });
  }
};

/** The rules in force on a day. */
export const alertRulesOn = (rules: readonly AlertRule[], day: PlainDate): readonly AlertRule[] =>
  rules.filter(
    ({ effectiveFrom, effectiveTo }) => effectiveFrom <= day && (effectiveTo === null || day <= effectiveTo),
  );
