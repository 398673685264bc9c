"""Makes .venv and installs one lock file in it, only when that lock file changed since.

    python3 requirements/install.py [--check] trial|dev

Run by `make` with the system's Python, so it must be readable by old ones: they get a sentence, not a
SyntaxError. `--check` only looks whether this Python can do it.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "WIZ needs Python 3.11 or newer, and %s is %d.%d. Name another: make demo PYTHON=/path/to/python3.11"
        % ((sys.executable,) + sys.version_info[:2])
    )

import hashlib
import os
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(os.path.dirname(HERE), ".venv")
PYTHON = os.path.join(VENV, "bin", "python")


def main(arguments):
    """Exit with code 1 and a sentence when it cannot be done."""
    usable = os.path.exists(PYTHON) and subprocess.call([PYTHON, "-m", "pip", "--version"], **QUIET) == 0
    if not usable:
        check_venv_module()
    if "--check" in arguments:
        return
    name = arguments[-1]
    lock_file = os.path.join(HERE, name + ".txt")
    stamp = os.path.join(VENV, ".installed-" + name)
    with open(lock_file, "rb") as opened:
        wanted = hashlib.sha256(opened.read()).hexdigest()
    if usable and read(stamp) == wanted:
        return
    if not usable:
        run("Making the virtual environment .venv", [sys.executable, "-m", "venv", "--clear", VENV])
    pip = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes"]
    run("Installing the packages of requirements/%s.txt" % name, pip + ["-r", lock_file])
    with open(stamp, "w") as opened:
        opened.write(wanted)


QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def check_venv_module():
    try:
        import ensurepip
        import venv
    except ImportError:
        sys.exit(
            "%s lacks the modules venv and ensurepip. On Debian or Ubuntu: apt install python3-venv"
            % sys.executable
        )
    return ensurepip, venv


def run(title, command):
    """Run the command and tell every ten seconds that it still goes on."""
    sys.stdout.write("%s ...\n" % title)
    sys.stdout.flush()
    start = told = time.time()
    process = subprocess.Popen(command)
    try:
        while process.poll() is None:
            time.sleep(0.1)
            if time.time() - told > 10:
                told = time.time()
                sys.stdout.write("  still at it, %d seconds\n" % (told - start))
                sys.stdout.flush()
    except KeyboardInterrupt:
        process.wait()
        sys.exit("Interrupted; the next start goes on from here.")
    if process.returncode != 0:
        sys.exit("That failed after %d seconds; the lines above say why." % (time.time() - start))
    sys.stdout.write("  done in %d seconds\n" % (time.time() - start))


def read(path):
    try:
        with open(path) as opened:
            return opened.read()
    except OSError:
        return ""


if __name__ == "__main__":
    main(sys.argv[1:])
