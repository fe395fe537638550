import { existsSync } from "node:fs";
import { chromium, type Browser, type CDPSession } from "playwright-core";
import { alone, type Figure } from "./figure.ts";
import { ensureRecords, sampleOfRecords } from "./loaded.ts";
import type { Rig } from "./rig.ts";
import { hasPortal, openSite } from "./site.ts";

const browserPath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const phone = { width: 360, height: 740 };

/** A mid-range phone on a slow mobile network, as Lighthouse takes it: processor four times slower, 1.6 Mbit/s, 150 ms. */
const slowPhone = async (wire: CDPSession): Promise<void> => {
  await wire.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await wire.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 150,
    downloadThroughput: 1.6e6 / 8,
    uploadThroughput: 0.75e6 / 8,
  });
};

/** Runs in the page, as text since there is no DOM here: React marks an element when its handlers are attached. */
const markInteractive = `(() => {
  const look = () => {
    const box = document.querySelector("main input, main a");
    if (box && Object.keys(box).some((key) => key.startsWith("__reactProps"))) performance.mark("interactive");
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()`;

/** First view of a page in a browser without cache. */
const firstView = async (
  browser: Browser,
  url: string,
  javaScriptEnabled: boolean,
  slow: boolean,
): Promise<{ bytes: number; interactiveMs: number; contentMs: number }> => {
  const context = await browser.newContext({ viewport: phone, locale: "zh-CN", javaScriptEnabled });
  try {
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    await wire.send("Network.enable");
    let bytes = 0;
    wire.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
    if (slow) await slowPhone(wire);
    if (javaScriptEnabled) await page.addInitScript(markInteractive);
    await page.goto(url, { waitUntil: "networkidle" });
    if (!javaScriptEnabled) return { bytes, interactiveMs: 0, contentMs: 0 };
    await page.waitForFunction(() => performance.getEntriesByName("interactive").length > 0);
    const times = await page.evaluate(() => ({
      interactiveMs: performance.getEntriesByName("interactive")[0]?.startTime ?? 0,
      contentMs: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
    }));
    return { bytes, ...times };
  } finally {
    await context.close();
  }
};

/** What a first view costs the reader: bytes over the wire against the budgets, time until the page answers. */
export async function* portalFigures(rig: Rig): AsyncGenerator<Figure> {
  if (!hasPortal() || !existsSync(browserPath)) {
    rig.say(
      "portal: left out, since the portal is not built (npm start does it) or there is no Chromium (CHROMIUM names one)",
    );
    return;
  }
  await ensureRecords(rig);
  const [uscc = ""] = await sampleOfRecords(rig, 1);
  const site = await openSite(rig);
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  try {
    for (const [name, path] of [
      ["home", "/"],
      ["organisation", `/organisations/${uscc}`],
      ["list", "/licences"],
    ] as const) {
      const url = site.origin + path;
      await firstView(browser, url, true, false);
      const without: number[] = [];
      const whole: number[] = [];
      const quick: number[] = [];
      const slow: number[] = [];
      const painted: number[] = [];
      for (let round = 0; round < rig.sizes.rounds; round += 1) {
        without.push((await firstView(browser, url, false, false)).bytes / 1024);
        const view = await firstView(browser, url, true, false);
        whole.push(view.bytes / 1024);
        quick.push(view.interactiveMs);
        const throttled = await firstView(browser, url, true, true);
        slow.push(throttled.interactiveMs);
        painted.push(throttled.contentMs);
      }
      yield alone(
        { line: `portal.${name}.plain`, unit: "KiB", budget: 50, floor: 1, note: "first view without JavaScript" },
        without,
      );
      yield alone(
        { line: `portal.${name}`, unit: "KiB", budget: 130, floor: 1, note: "first view with JavaScript" },
        whole,
      );
      yield alone({ line: `portal.${name}.interactive`, unit: "ms" }, quick);
      yield alone({ line: `portal.${name}.slow`, unit: "ms", note: "interactive on a slow phone and network" }, slow);
      yield alone({ line: `portal.${name}.paint`, unit: "ms", note: "first content there" }, painted);
    }
  } finally {
    await browser.close();
    await site.stop();
  }
}
