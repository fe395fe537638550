import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { openCheckpoint, trustIn } from "@chengxin/verifier/checkpoint.js";
import { openWitnessRig, otherLog, witnessedLog, type OtherLog, type WitnessRig } from "./witness-rig.ts";

/** Two processes of one witness on one database, both killed again and again while two pasts of a log are offered to them. */

const rounds = 4;
const killsInRound = 2;

let rig: WitnessRig;
before(async () => {
  rig = await openWitnessRig();
});
after(() => rig.close());

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
}

const start = async (): Promise<Running> => {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL("./witness-child-rig.ts", import.meta.url)), rig.fresh.appUrl, rig.services.dataDir],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const [port] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
  return { child, url: `http://127.0.0.1:${port.trim()}/witness/add-checkpoint` };
};

const kill = async ({ child }: Running): Promise<void> => {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
};

interface Cosigned {
  readonly past: OtherLog;
  readonly size: number;
  readonly time: number;
}

/** One request; null: it was cut off. */
const offer = async (url: string, past: OtherLog, older: number, newer: number): Promise<Response | null> =>
  fetch(url, { method: "POST", body: past.request(older, newer) }).catch(() => null);

/** Asks the process with both pasts in turn, until it is killed. @returns what it cosigned */
const drive = async (
  { url }: Running,
  pasts: readonly OtherLog[],
  trusted: string,
  answered: () => void,
): Promise<Cosigned[]> => {
  const cosigned: Cosigned[] = [];
  const at = pasts.map(() => 0);
  for (let n = 0; ; n++) {
    const which = n % pasts.length;
    const [past, older] = [pasts[which]!, at[which]!];
    const newer = Math.min(290, older + (n % 3));
    const answer = await offer(url, past, older, newer);
    const text = await answer?.text().catch(() => null);
    if (!answer || text === undefined || text === null) return cosigned;
    answered();
    if (answer.status === 409) at[which] = Number(text);
    else if (answer.status === 200) {
      const note = await openCheckpoint(past.note(newer) + text, await trustIn([past.signer.vkey], [trusted]));
      cosigned.push({ past, size: newer, time: note.cosigners[0]?.time ?? 0 });
      at[which] = newer;
    } else assert.equal(answer.status, 422, text);
  }
};

test(`killed ${rounds * killsInRound * 2} times, it has never cosigned two pasts, nor gone back in size or time`, async (t) => {
  let [answers, kills] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    const log = await witnessedLog(rig, `past A of ${round}`);
    const pasts = [log, otherLog(log.origin, `past B of ${round}`)];
    const cosigned: Cosigned[] = [];
    for (let time = 0; time < killsInRound; time++) {
      const processes = await Promise.all([start(), start()]);
      const begun = processes.map(() => Promise.withResolvers<void>());
      const driven = processes.map((one, i) =>
        drive(one, i === 0 ? pasts : pasts.toReversed(), rig.vkey, () => begun[i]?.resolve()),
      );
      await Promise.all(begun.map(({ promise }) => promise));
      for (const one of processes) {
        await sleep(40 + ((round * 37 + time * 61) % 160));
        await kill(one);
        kills += 1;
      }
      cosigned.push(...(await Promise.all(driven)).flat());
    }
    answers += cosigned.length;
    // The empty tree is the beginning of every past.
    assert.ok(
      new Set(cosigned.filter(({ size }) => size > 0).map(({ past }) => past)).size <= 1,
      `round ${round}: two pasts`,
    );
    const inOrder = cosigned.toSorted((a, b) => a.size - b.size);
    for (const [i, { size, time }] of inOrder.entries()) {
      const before = inOrder[i - 1];
      assert.ok(
        !before || before.size === size || before.time <= time,
        `round ${round}: ${size} is older than ${before?.size}`,
      );
    }
    // what was answered is durable
    const largest = inOrder.at(-1);
    const { text } = await rig.post(log.request(299, 299));
    assert.ok(!largest || Number(text) >= largest.size, `round ${round}: ${text.trim()} after ${largest?.size}`);
  }
  assert.equal(kills, rounds * killsInRound * 2);
  assert.ok(answers > rounds, `${answers} answers`);
  t.diagnostic(`${answers} cosignatures, ${kills} kills`);
});
