"""A session of Chromium: https://www.w3.org/TR/webdriver2, as much of it as the tests need."""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ARGUMENTS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


def need_browser() -> None:
    """Skip a test where there is no Chromium; fail where AUTOGRAD_REQUIRE_BROWSER=1 asks for it."""
    missing = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    if missing:
        reason = f"not installed: {', '.join(missing)}"
        if os.environ.get("AUTOGRAD_REQUIRE_BROWSER") == "1":
            pytest.fail(f"AUTOGRAD_REQUIRE_BROWSER=1, but {reason}", pytrace=False)
        pytest.skip(f"no browser: {reason}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def waits_for(url: str, seconds: float) -> bool:
    """Return whether a server answers within some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return True
        except (OSError, urllib.error.URLError):
            time.sleep(0.2)
    return False


class Chromium:
    """One window."""

    def __init__(self, port: int, width: int, height: int, arguments: list[str]) -> None:
        self._base = f"http://127.0.0.1:{port}"
        options = {
            "binary": shutil.which("chromium"),
            "args": [*ARGUMENTS, f"--window-size={width},{height}", *arguments],
        }
        capabilities = {"alwaysMatch": {"goog:chromeOptions": options}}
        self.session = self._call("POST", "/session", {"capabilities": capabilities})["sessionId"]

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        request = urllib.request.Request(
            self._base + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(json.load(error)["value"]["message"]) from None

    def open(self, url: str) -> None:
        self._call("POST", f"/session/{self.session}/url", {"url": url})

    def run(self, script: str, *arguments: Any) -> Any:
        """Run JavaScript, and return what it returns."""
        body = {"script": script, "args": list(arguments)}
        return self._call("POST", f"/session/{self.session}/execute/sync", body)

    def until(self, script: str, seconds: float) -> Any:
        """Run JavaScript until it returns something true, and return that; None in vain."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.run(script)
            if found:
                return found
            time.sleep(0.3)
        return None

    def screenshot(self, path: Path) -> bytes:
        data = base64.b64decode(self._call("GET", f"/session/{self.session}/screenshot"))
        path.write_bytes(data)
        return data

    def close(self) -> None:
        self._call("DELETE", f"/session/{self.session}")


@contextmanager
def chromium(
    width: int = 1500, height: int = 1000, arguments: list[str] | None = None
) -> Iterator[Chromium]:
    """Start Chromium; end it, and what drives it, afterwards."""
    port = free_port()
    driver = subprocess.Popen(
        ["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        assert waits_for(f"http://127.0.0.1:{port}/status", 20)
        window = Chromium(port, width, height, arguments or [])
        try:
            yield window
        finally:
            window.close()
    finally:
        driver.terminate()
        driver.wait(10)
