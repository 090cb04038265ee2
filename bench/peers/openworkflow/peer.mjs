// OpenWorkflow over SQLite, in the file PEER_DATABASE.
import { load, serve } from "../peer.mjs";

const { OpenWorkflow } = await load("openworkflow");
const { BackendSqlite } = await load("openworkflow/sqlite");
const flows = new OpenWorkflow({ backend: BackendSqlite.connect(process.env.PEER_DATABASE) });

const steps = flows.defineWorkflow({ name: "steps" }, async ({ input, step }) => {
  let value = 0;
  for (let i = 0; i < input.count; i++) {
    const before = value;
    value = await step.run({ name: `increment-${i}` }, () => before + 1);
  }
  return value;
});
const fanOut = flows.defineWorkflow({ name: "fan-out" }, async ({ input, step }) => {
  const parts = Array.from({ length: input.count }, (_, i) => step.run({ name: `increment-${i}` }, () => 1));
  return (await Promise.all(parts)).reduce((a, b) => a + b, 0);
});
const worker = flows.newWorker({ concurrency: 64 });
await worker.start();

const run = async (flow, count) => (await flow.run({ count })).result();
await serve({ steps: (count) => run(steps, count), fanOut: (width) => run(fanOut, width) });
