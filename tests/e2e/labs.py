"""Runs the labs of docs/labs as printed; docs/labs/README.md says what the fenced blocks mean."""
import dataclasses
import os
import pathlib
import re
import selectors
import shutil
import signal
import subprocess
import sys
import time

from thingcore import AWS_ENV, BINARY, ROOT

LABS = ROOT / "docs/labs"
PAGES = sorted(page.name for page in LABS.glob("[0-9]*.md"))
#: Seconds for one block, and for one that is run again and again.
WITHIN = 60
AGAIN_WITHIN = 20
#: What the shell says after each block; no program of a lab prints it.
MARK = "--thingcore-lab-block--"
#: Commands that fail leave their text behind, without ending the shell as `set -e` would.
SHELL = """\
trap 'failed="$failed [$BASH_COMMAND]"' ERR
exec 2>&1
"""


@dataclasses.dataclass
class Block:
    language: str
    words: list
    options: dict
    text: str
    line: int


def blocks(page):
    """The fenced blocks of a page in order."""
    found = []
    fence = re.compile(r"^(```+)(\w*)([^\n`]*)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
    text = page.read_text()
    for match in fence.finditer(text):
        told = match[3].split()
        options = dict(word.split("=", 1) for word in told if "=" in word)
        words = [word for word in told if "=" not in word]
        line = text.count("\n", 0, match.start()) + 1
        found.append(Block(match[2], words, options, match[4], line))
    return found


def missing(page, environment):
    """Those programs of the line `You need` that are not there."""
    line = re.search(r"^You need(.*?)\.$", page.read_text(), re.MULTILINE | re.DOTALL)
    programs = re.findall(r"`([^`]+)`", line[1])
    return [program for program in programs if not shutil.which(program, path=environment["PATH"])]


def environment(server):
    """Exactly what docs/labs/README.md exports, and where programs are."""
    programs = [BINARY.resolve().parent, pathlib.Path(sys.executable).parent]
    return {
        **AWS_ENV, "AWS_ENDPOINT_URL": server.api, "AWS_PAGER": "", "THINGCORE_ENDPOINT": server.api,
        "IOT_HOST": "localhost", "IOT_PORT": str(server.mqtts_port),
        "PATH": os.pathsep.join([*map(str, programs), AWS_ENV["PATH"]]),
    }


def matches(expected, output):
    """Whether an output is what is shown, but for spaces at the ends of lines; `...` stands for any text."""
    expected, output = (re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE).strip() for text in (expected, output))
    pattern = ".*".join(re.escape(part) for part in expected.split("..."))
    return re.fullmatch(pattern, output, re.DOTALL) is not None


class Lab:
    """A page that is followed in a directory, with one shell as a student has one terminal."""

    def __init__(self, page, directory, environment):
        self.page, self.directory = page, directory
        self.shell = subprocess.Popen(
            ["bash", "--norc"], cwd=directory, env={**environment, "HOME": str(directory)}, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, start_new_session=True)
        self.shell.stdin.write(SHELL)
        self.output = selectors.DefaultSelector()
        self.output.register(self.shell.stdout, selectors.EVENT_READ)

    def follow(self):
        """Does what the page says, block after block."""
        found = blocks(self.page)
        for block, after in zip(found, [*found[1:], None]):
            shown = after.text if after and after.language == "text" else None
            if "file" in block.options:
                (self.directory / block.options["file"]).write_text(block.text)
            elif block.language == "bash":
                self.run(block, shown)

    def run(self, block, shown):
        deadline = time.monotonic() + AGAIN_WITHIN
        while True:
            output, failed = self.tell(block.text)
            where = f"{self.page.name}:{block.line}"
            is_good = bool(failed) == ("fails" in block.words) and (shown is None or matches(shown, output))
            if is_good:
                return
            if "again" not in block.words or time.monotonic() > deadline:
                raise AssertionError(
                    f"{where} printed:\n{output}\nfailed commands:{failed or ' none'}\nshown on the page:\n{shown}")
            time.sleep(0.1)

    def tell(self, text):
        """Runs a block in the shell; what it printed, and which commands failed."""
        script = self.directory / ".block"
        script.write_text(text)
        self.shell.stdin.write(f"failed=; . ./.block </dev/null; printf '\\n%s %s\\n' {MARK} \"$failed\"\n")
        self.shell.stdin.flush()
        printed, deadline = "", time.monotonic() + WITHIN
        while True:
            found = re.search(rf"^{MARK} (.*?)\n\Z", printed, re.MULTILINE | re.DOTALL)
            if found:
                return printed[:found.start()], found[1].strip()
            assert self.output.select(max(0, deadline - time.monotonic())), f"still running: {text}\n{printed}"
            piece = os.read(self.shell.stdout.fileno(), 65536).decode(errors="replace")
            assert piece, f"the shell ended in: {text}\n{printed}"
            printed += piece

    def leave(self):
        """Ends the shell and whatever it left in the background."""
        try:
            os.killpg(self.shell.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.shell.wait(10)
