/** Reporter of node:test: counts, as one line of JSON at the end. Suites are not tests. */
export default async function* counts(source) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of source) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details?.type === "suite") continue;
    if (data.skip !== undefined && data.skip !== false) count.skipped += 1;
    else if (type === "test:fail" && (data.todo === undefined || data.todo === false)) count.failed += 1;
    else count.passed += 1;
  }
  yield `${JSON.stringify(count)}\n`;
}
