"""A server that notes what it is asked, answers as it is told, and knows whether a request is signed."""
import http.server
import re
import threading

import botocore.auth
import botocore.awsrequest
import botocore.credentials

SECRET = "a secret of the tests"


class Request:
    """What was asked."""

    def __init__(self, handler):
        self.method, self.path = handler.command, handler.path
        self.headers = {name.lower(): value for name, value in handler.headers.items()}
        self.body = handler.rfile.read(int(self.headers.get("content-length", 0)))
        self.url = f"http://{self.headers['host']}{self.path}"

    def check_signature(self, service, region, access_key):
        """Computes the signature anew with botocore."""
        match = re.fullmatch(
            r"AWS4-HMAC-SHA256 Credential=([^/]+)/\d{8}/([^/]+)/([^/]+)/aws4_request, "
            r"SignedHeaders=([^,]+), Signature=([0-9a-f]{64})", self.headers["authorization"])
        assert match, self.headers
        assert match.group(1, 2, 3) == (access_key, region, service)
        signed = match[4].split(";")
        assert {"host", "x-amz-date", "content-type"} <= set(signed)
        auth = botocore.auth.SigV4Auth(botocore.credentials.Credentials(access_key, SECRET), service, region)
        request = botocore.awsrequest.AWSRequest(
            self.method, self.url, data=self.body, headers={name: self.headers[name] for name in signed})
        request.context["timestamp"] = self.headers["x-amz-date"]
        canonical = auth.canonical_request(request)
        assert auth.signature(auth.string_to_sign(request, canonical), request) == match[5], canonical


class Recording:
    """The server. Without replies to give it answers 200 and an empty object."""

    def __init__(self):
        self.requests, self.replies = [], []
        self.silent = False
        recording = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                recording.requests.append(Request(self))
                if recording.silent:
                    recording.ended.wait()
                    return
                status, body, headers = recording.replies.pop(0) if recording.replies else (200, b"{}", {})
                self.send_response(status)
                for name, value in {"content-length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PUT = answer

            def log_message(self, *arguments):
                pass

        self.ended = threading.Event()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def reply(self, status, body=b"{}", **headers):
        """What the next request is answered that has no answer yet."""
        self.replies.append((status, body, {name.replace("_", "-"): value for name, value in headers.items()}))

    def stop(self):
        self.ended.set()
        self.server.shutdown()
