"""`make test`: unit tests, then integration (real worker, beat and broker), then journeys in Chromium.

Without Chromium the journeys are skipped and the last lines say so; with CI=true that is a failure. Each run goes in
two processes, that divide what is left when one has done its half: tests of one file share what they made.
"""

import glob
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.plugin import surroundings

NO_TESTS = 5  # pytest's exit code when nothing was selected
RUNS = {
    "unit": "not integration and not journey",
    "integration": "integration",
    "journey": "journey",
}
TWO_PROCESSES = ["-n", "2", "--dist", "worksteal"]


def main(arguments: list[str]) -> int:
    """Run what is named (unit, integration, journey), else all; return the exit code."""
    wanted = arguments or list(RUNS)
    results: dict[str, str] = {}
    chromium = ""
    if "journey" in wanted:
        chromium = find_chromium() or install_chromium()
    for name in wanted:
        if name == "journey" and not chromium:
            results[name] = "SKIPPED: no Chromium here. Install one (apt install chromium) and run again."
            continue
        print(f"\n=== {name} tests", flush=True)
        # The journeys' tests read the path to the browser from here.
        environment = os.environ | ({"WIZ_CHROMIUM": chromium} if chromium else {})
        command = [sys.executable, "-m", "pytest", "-m", RUNS[name], *TWO_PROCESSES]
        code = subprocess.call(command, env=environment)
        results[name] = {0: "passed", NO_TESTS: "no tests"}.get(code, "FAILED")
    print()
    for name, result in results.items():
        print(f"{name}: {result}")
    skipped = any(result.startswith(("SKIPPED", "no tests")) for result in results.values())
    if skipped and os.environ.get("CI") == "true":
        print("FAILED: with CI=true nothing may be skipped.")
        return 1
    return int("FAILED" in results.values())


def find_chromium() -> str:
    """Return the path of a Chromium, or nothing."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    cache = Path.home() / (
        "Library/Caches/ms-playwright" if sys.platform == "darwin" else ".cache/ms-playwright"
    )
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or cache)
    own = sorted(glob.glob(f"{cache}/chromium-*/chrome-linux*/chrome"))
    own += sorted(glob.glob(f"{cache}/chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium"))
    return own[-1] if own else ""


def install_chromium() -> str:
    """Install Debian's Chromium where that is possible without asking; return its path, or nothing."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return ""
    print("No Chromium found: installing it ...", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        done = subprocess.run(
            ["apt-get", "--quiet", "--quiet", *command], env=environment, capture_output=True, check=False
        )
        if done.returncode != 0:
            print(done.stderr.decode(errors="replace").strip()[-1000:])
            return ""
    return find_chromium()


if __name__ == "__main__":
    with surroundings():
        sys.exit(main(sys.argv[1:]))
