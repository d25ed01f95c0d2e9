#!/usr/bin/env python3
"""A device: connects with its certificate, sends ten readings, and shows what comes back."""
import json
import pathlib
import ssl
import threading
import time

import paho.mqtt.client as mqtt

here = pathlib.Path(__file__).resolve().parent
config = json.loads((here / "connect.json").read_text())
subscribed = threading.Event()


def on_connect(client, userdata, flags, reason_code, properties):
    print("connected:", reason_code)
    client.subscribe(config["subscribeTopic"], qos=1)


def on_subscribe(client, userdata, mid, reason_codes, properties):
    subscribed.set()


def on_message(client, userdata, message):
    print("received: ", message.topic, message.payload.decode())


client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=config["clientId"])
client.on_connect = on_connect
client.on_subscribe = on_subscribe
client.on_message = on_message
client.tls_set(
    ca_certs=str(here / config["rootCa"]),
    certfile=str(here / config["certificate"]),
    keyfile=str(here / config["privateKey"]),
    tls_version=ssl.PROTOCOL_TLS_CLIENT,
)
client.connect(config["endpoint"], config["port"])
client.loop_start()
subscribed.wait(timeout=5)
for number in range(10):
    reading = {"time": time.time(), "quality": "GOOD", "hostname": config["clientId"], "value": 20 + number}
    client.publish(config["publishTopic"], json.dumps(reading), qos=1).wait_for_publish(timeout=5)
    time.sleep(0.1)
time.sleep(0.5)
client.disconnect()
client.loop_stop()
