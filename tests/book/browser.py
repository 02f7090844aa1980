"""A browser to look at built pages with: Chromium, spoken to in its own protocol over two pipes.

Nothing but the browser has to be installed for it, and no port is opened.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run")
# Chromium reads from the file number 3 and writes to 4.
LAUNCH = """import fcntl, os, sys
high = [fcntl.fcntl(int(number), fcntl.F_DUPFD, 10) for number in sys.argv[1:3]]
os.dup2(high[0], 3), os.dup2(high[1], 4), os.execv(sys.argv[3], sys.argv[3:])
"""
WANTED = "no Chromium on the PATH; install one, for example: apt install chromium"


def path_of_browser() -> str:
    """The path of a Chromium; without one the test is skipped, or fails where CI is set."""
    for path in filter(None, map(shutil.which, NAMES)):
        return path
    if os.environ.get("CI"):
        pytest.fail(WANTED)
    pytest.skip(WANTED)


@dataclass
class Browser:
    """A running Chromium."""

    process: subprocess.Popen[bytes]
    commands: int
    answers: int
    number: int = 0
    unread: bytes = b""
    events: list[dict[str, Any]] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.call("Browser.close")
        self.process.wait(timeout=20)
        os.close(self.commands)
        os.close(self.answers)

    def message(self) -> dict[str, Any]:
        """The next thing that the browser says."""
        while b"\0" not in self.unread:
            more = os.read(self.answers, 1 << 20)
            if not more:
                raise ConnectionError("the browser has gone")
            self.unread += more
        text, _, self.unread = self.unread.partition(b"\0")
        return json.loads(text)

    def call(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        """Ask for something and wait for the answer; note what happens meanwhile."""
        self.number += 1
        request = {"id": self.number, "method": method, "params": params}
        if session:
            request["sessionId"] = session
        os.write(self.commands, json.dumps(request).encode() + b"\0")
        while (said := self.message()).get("id") != self.number:
            self.events.append(said)
        if "error" in said:
            raise RuntimeError(f"{method}: {said['error']['message']}")
        return said["result"]

    @contextmanager
    def page(self, url: str, **look: Any) -> Iterator["Page"]:
        """A page, loaded, as `Page.look` shows it."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session)
        for domain in ("Page", "Runtime", "Network", "Log"):
            page.call(f"{domain}.enable")
        page.look(**look)
        page.load(url)
        yield page
        self.call("Target.closeTarget", targetId=target)


@dataclass
class Page:
    """A page in the browser."""

    browser: Browser
    session: str

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Ask the page for something."""
        return self.browser.call(method, self.session, **params)

    def look(self, *, width: int = 1280, theme: str = "light", media: str = "screen") -> None:
        """Set the width of the window, the theme that the reader's system has, and the medium."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        wish = {"name": "prefers-color-scheme", "value": theme}
        self.call("Emulation.setEmulatedMedia", media=media, features=[wish])

    def load(self, url: str) -> None:
        """Open an address, and wait until all is there."""
        self.call("Page.navigate", url=url)
        loaded = "document.readyState == 'complete' ? done() : addEventListener('load', done)"
        self.run(f"new Promise(done => {loaded}).then(() => document.fonts.ready).then(() => 0)")

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression in the page."""
        options = {"returnByValue": True, "awaitPromise": True}
        answer = self.call("Runtime.evaluate", expression=script, **options)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"].get("description"))
        return answer["result"].get("value")

    def press(self, key: str, code: int) -> None:
        """Press a key and let it go."""
        for kind in ("keyDown", "keyUp"):
            params = {"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code}
            self.call("Input.dispatchKeyEvent", **params)

    def events(self, method: str) -> list[dict[str, Any]]:
        """What the page reported of this kind so far."""
        mine = [e for e in self.browser.events if e.get("sessionId") == self.session]
        return [event["params"] for event in mine if event["method"] == method]


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start Chromium, and end it with the block."""
    path = path_of_browser()
    read_commands, commands = os.pipe()
    answers, write_answers = os.pipe()
    theirs = (read_commands, write_answers)
    with tempfile.TemporaryDirectory() as home:
        flags = [*FLAGS, "--remote-debugging-pipe", f"--user-data-dir={home}"]
        launch = [sys.executable, "-c", LAUNCH, *map(str, theirs), path, *flags]
        process = subprocess.Popen(launch, pass_fds=theirs, stderr=subprocess.DEVNULL)
        os.close(read_commands)
        os.close(write_answers)
        with Browser(process, commands, answers) as browser:
            yield browser
