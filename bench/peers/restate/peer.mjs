// Restate: this program is the service and its client; the server is between the two. PEER_INGRESS and PEER_ADMIN are the server's addresses,
// PEER_PORT is where the server finds the service.
import { Agent, request } from "node:http";
import { load, serve } from "../peer.mjs";

const restate = await load("@restatedev/restate-sdk");
const bench = restate.service({
  name: "bench",
  handlers: {
    steps: async (context, count) => {
      let value = 0;
      for (let i = 0; i < count; i++) {
        const before = value;
        value = await context.run("increment", () => before + 1);
      }
      return value;
    },
    fanOut: async (context, width) => {
      const parts = Array.from({ length: width }, () => context.run("increment", () => 1));
      return (await restate.RestatePromise.all(parts)).reduce((a, b) => a + b, 0);
    },
  },
});
await restate.serve({ services: [bench], port: +process.env.PEER_PORT });
const deployed = await fetch(`${process.env.PEER_ADMIN}/deployments`, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ uri: `http://127.0.0.1:${process.env.PEER_PORT}` }),
});
if (!deployed.ok) {
  throw new Error(`The server refused the service: ${deployed.status} ${await deployed.text()}`);
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const call = (handler, input) =>
  new Promise((resolve, reject) => {
    const sent = request(
      `${process.env.PEER_INGRESS}/bench/${handler}`,
      { method: "POST", agent, headers: { "content-type": "application/json" } },
      (answer) => {
        let text = "";
        answer.on("data", (part) => (text += part));
        answer.on("end", () =>
          answer.statusCode === 200 ? resolve(JSON.parse(text)) : reject(new Error(`${answer.statusCode} ${text}`)),
        );
      },
    );
    sent.on("error", reject);
    sent.end(JSON.stringify(input));
  });

await serve({ steps: (count) => call("steps", count), fanOut: (width) => call("fanOut", width) });
