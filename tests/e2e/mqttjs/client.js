// Does with mqtt.js what test_clients_js.py says: a JSON object per line comes in, another goes out when it is
// done. What clients see of themselves goes out as objects that have "event".
"use strict";

const readline = require("node:readline");
const mqtt = require("mqtt");

const clients = new Map();

function tell(object) {
  process.stdout.write(JSON.stringify(object) + "\n");
}

const commands = {
  /** Waits for the first CONNACK; what arrives with it is told after it. */
  connect({ client: name, url, options }) {
    const client = mqtt.connect(url, options);
    clients.set(name, client);
    client.on("message", (topic, payload, packet) => {
      tell({ client: name, event: "message", topic, payload: payload.toString("base64"), qos: packet.qos });
    });
    client.on("connect", ({ sessionPresent }) => tell({ client: name, event: "connect", sessionPresent }));
    return new Promise((resolve, reject) => {
      client.once("connect", ({ sessionPresent }) => resolve(sessionPresent));
      client.once("error", reject);
      client.once("close", () => reject(new Error("the connection was closed")));
    });
  },

  async subscribe({ client, topic, qos }) {
    const [granted] = await clients.get(client).subscribeAsync(topic, { qos });
    return granted.qos;
  },

  /** Waits for the PUBACK when there is to be one. */
  async publish({ client, topic, payload, qos }) {
    await clients.get(client).publishAsync(topic, Buffer.from(payload, "base64"), { qos });
  },

  async disconnect({ client }) {
    await clients.get(client).endAsync();
    clients.delete(client);
  },
};

readline.createInterface({ input: process.stdin }).on("line", async (line) => {
  const { id, command, ...rest } = JSON.parse(line);
  try {
    tell({ id, result: await commands[command](rest) });
  } catch (error) {
    tell({ id, error: String(error) });
  }
}).on("close", () => process.exit());
