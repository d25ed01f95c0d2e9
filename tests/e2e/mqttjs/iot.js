// Calls AWS IoT with the AWS SDK for JavaScript, as callers.py says: a JSON object per line comes in, another goes
// out when it is done.
"use strict";

const readline = require("node:readline");
const iot = require("@aws-sdk/client-iot");

const [endpoint, region, concurrency] = process.argv.slice(2);
const client = new iot.IoTClient({
  endpoint, region, maxAttempts: 1, credentials: { accessKeyId: "test", secretAccessKey: "test" },
});

function bare({ $metadata, ...answer }) {
  return answer;
}

async function call([operation, input]) {
  try {
    return { answer: bare(await client.send(new iot[`${operation}Command`](input))) };
  } catch (error) {
    return { code: error.name, message: String(error.message) };
  }
}

const commands = {
  /** Makes many calls, some at the same time; the answers are in the order of the calls. */
  async all({ calls }) {
    const told = new Array(calls.length);
    let next = 0;
    const work = async () => {
      for (let own = next++; own < calls.length; own = next++) {
        told[own] = await call(calls[own]);
      }
    };
    await Promise.all(Array.from({ length: Number(concurrency) }, work));
    return told;
  },

  /** Follows a list to its end with the SDK's own paginator. */
  async pages({ operation, member, input, size }) {
    const found = [];
    for await (const page of iot[`paginate${operation}`]({ client, pageSize: size }, input)) {
      found.push(...page[member]);
    }
    return found;
  },
};

readline.createInterface({ input: process.stdin }).on("line", async (line) => {
  const { command, ...rest } = JSON.parse(line);
  try {
    process.stdout.write(JSON.stringify({ result: await commands[command](rest) }) + "\n");
  } catch (error) {
    process.stdout.write(JSON.stringify({ error: String(error.stack) }) + "\n");
  }
}).on("close", () => process.exit());
