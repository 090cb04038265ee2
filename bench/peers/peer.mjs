// What all peers share: their packages come from .installed, and they are asked line by line on standard input:
// "steps COUNT CLIENTS" is answered by "ok WORKFLOWS-A-SECOND", "fan WIDTH" by "ok MILLISECONDS", anything that goes wrong by "failed WHY".
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const require = createRequire(new URL(".installed/package.json", import.meta.url));

export const load = (name) => import(pathToFileURL(require.resolve(name)).href);

/** steps(5) and fanOut(width) run one workflow and give its result. */
export async function serve({ steps, fanOut }) {
  console.log("ready");
  for await (const line of createInterface({ input: process.stdin })) {
    const [name, first, second] = line.split(" ");
    try {
      const figure = name === "steps" ? await perSecond(steps, +first, +second) : await milliseconds(fanOut, +first);
      console.log(`ok ${figure}`);
    } catch (e) {
      console.log(`failed ${String(e?.message ?? e).replaceAll("\n", " ")}`);
    }
  }
  process.exit(0);
}

async function perSecond(steps, count, clients) {
  let next = 0;
  const begun = performance.now();
  const client = async () => {
    while (next++ < count) {
      check(await steps(5), 5);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return (count * 1000) / (performance.now() - begun);
}

async function milliseconds(fanOut, width) {
  const begun = performance.now();
  check(await fanOut(width), width);
  return performance.now() - begun;
}

function check(result, expected) {
  if (result !== expected) {
    throw new Error(`The workflow gave ${JSON.stringify(result)} instead of ${expected}.`);
  }
}
