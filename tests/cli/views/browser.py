"""A headless Chromium that looks at a file: how wide it is, what can be read in it, what it says and what it loads."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
CONTRAST = """
const context = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
function rgba(colour) {  // whatever way a colour is written
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data];
}
function luminance(colour) {
  const [r, g, b] = colour.map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function behind(element) {
  for (let e = element; e; e = e.parentElement) {
    const colour = rgba(getComputedStyle(e).backgroundColor);
    if (colour[3] === 255) return colour;
  }
  return [255, 255, 255, 255];
}
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
while (walker.nextNode()) {
  const text = walker.currentNode.textContent.trim(), element = walker.currentNode.parentElement;
  const box = element.getBoundingClientRect(), style = getComputedStyle(element);
  if (!text || !box.width || !element.checkVisibility() || element.closest("style")) continue;
  const svg = element.closest("svg");
  const ink = rgba(svg ? style.fill : style.color), paper = behind(svg || element);
  const [light, dark] = [luminance(ink), luminance(paper)].sort((a, b) => b - a);
  const turn = svg && element.getScreenCTM(), scale = svg ? Math.hypot(turn.a, turn.b) : 1;
  found.push([text, (light + 0.05) / (dark + 0.05), parseFloat(style.fontSize) * scale]);
}
return found;
"""


@contextmanager
def chromium(folder: Path) -> Iterator[Chrome]:
    """A browser with nothing in it; without one the test is skipped, and in CI it fails."""
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if program is None or driver is None:
        where = "no chromium and chromedriver on the PATH (Debian: apt-get install chromium chromium-driver)"
        if os.environ.get("CI"):
            pytest.fail(where)
        pytest.skip(where)
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = program
    for flag in (*FLAGS, f"--user-data-dir={folder}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    opened = webdriver.Chrome(options, webdriver.ChromeService(driver))
    try:
        opened.get("about:blank")
        requests(opened)  # those of its own first page
        yield opened
    finally:
        opened.quit()


def show(browser: Chrome, page: Path, width: int, scheme: str) -> None:
    """Loads a file in a window of a width, for a person who prefers `light` or `dark`."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    browser.get(page.as_uri())


def console(browser: Chrome) -> list[Any]:
    """What the page has said on the console since it was asked last."""
    return list(browser.get_log("browser"))  # type: ignore[no-untyped-call]


def requests(browser: Chrome) -> list[str]:
    """What was asked of the network since it was asked last, data in the page itself left out."""
    logged = (json.loads(entry["message"])["message"] for entry in browser.get_log("performance"))  # type: ignore[no-untyped-call]
    sent = [entry["params"]["request"]["url"] for entry in logged if entry["method"] == "Network.requestWillBeSent"]
    return [url for url in sent if not url.startswith("data:")]
