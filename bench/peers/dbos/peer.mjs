// DBOS over PostgreSQL, whose address is in PEER_DATABASE.
import { load, serve } from "../peer.mjs";

const { DBOS } = await load("@dbos-inc/dbos-sdk");
DBOS.setConfig({
  name: "bench",
  systemDatabaseUrl: process.env.PEER_DATABASE,
  systemDatabasePoolSize: 20,
  logLevel: "error",
  runAdminServer: false,
});

const step = (value) => DBOS.runStep(async () => value + 1, { name: "increment" });
const steps = DBOS.registerWorkflow(
  async (count) => {
    let value = 0;
    for (let i = 0; i < count; i++) {
      value = await step(value);
    }
    return value;
  },
  { name: "steps" },
);
const fanOut = DBOS.registerWorkflow(
  async (width) => (await Promise.all(Array.from({ length: width }, () => step(0)))).reduce((a, b) => a + b, 0),
  { name: "fanOut" },
);
await DBOS.launch();
await serve({ steps, fanOut });
