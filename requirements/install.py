"""Makes .venv and installs one lock file in it, only when that lock file changed since.

    python3 requirements/install.py [--check] base|trial|dev
    python3 requirements/install.py --python

Run by `make` with the system's Python, so it must be readable by old ones: they get a sentence, not a
SyntaxError. `--check` only looks whether it can be done, `--python` only whether this Python is new enough.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "WIZ needs Python 3.11 or newer, and %s is %d.%d. Name another: make demo PYTHON=/path/to/python3.11"
        % ((sys.executable,) + sys.version_info[:2])
    )

import errno
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
CHECKOUT = os.path.dirname(HERE)
VENV = os.path.join(CHECKOUT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
# There while pip is at work: what it leaves when killed looks whole to it, and is not.
UNFINISHED = os.path.join(VENV, ".unfinished")
# Measured: 280 MB for trial, 640 MB for dev, and the wheels while they are unpacked.
MEGABYTES = {"base": 400, "trial": 400, "dev": 800}


def main(arguments):
    """Exit with code 1 and a sentence when it cannot be done."""
    # A closed 0, 1 or 2 would be given to the next file that is opened.
    number = os.open(os.devnull, os.O_RDWR)
    while number <= 2:
        os.set_inheritable(number, True)
        number = os.open(os.devnull, os.O_RDWR)
    if "--python" in arguments:
        return
    name = ([word for word in arguments if word in MEGABYTES] or ["trial"])[0]
    if "--check" in arguments:
        if not installed(name):
            refuse(name)
        return
    # Two at once in one checkout would spoil each other's work.
    lock = os.open(HERE, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        tell("Waiting for another start in this checkout that installs packages ...\n")
        fcntl.flock(lock, fcntl.LOCK_EX)
    if not installed(name):
        refuse(name)
        install(name, lock)


def installed(name):
    return usable() and read(stamp(name)) == wanted(name)


def usable():
    if not os.path.exists(PYTHON) or os.path.exists(UNFINISHED):
        return False
    return subprocess.call([PYTHON, "-c", "import pip"], **QUIET) == 0


def install(name, lock):
    if not usable():
        run("Making the virtual environment .venv", [sys.executable, "-m", "venv", "--clear", VENV], lock)
    open(UNFINISHED, "w").close()
    pip = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes"]
    run("Installing the packages of requirements/%s.txt" % name, pip + ["-r", lock_file(name)], lock)
    with open(stamp(name), "w") as opened:
        opened.write(wanted(name))
    os.remove(UNFINISHED)


def lock_file(name):
    return os.path.join(HERE, name + ".txt")


def stamp(name):
    return os.path.join(VENV, ".installed-" + name)


def wanted(name):
    with open(lock_file(name), "rb") as opened:
        return hashlib.sha256(opened.read()).hexdigest()


def refuse(name):
    """Say in a sentence why nothing can be installed here, if so."""
    if not os.access(CHECKOUT, os.W_OK):
        sys.exit("%s cannot be written by this user. Clone WIZ into a folder of your own." % CHECKOUT)
    free = shutil.disk_usage(CHECKOUT).free // 1000000
    if free < MEGABYTES[name]:
        sys.exit(
            "The disk of %s has %d MB left, and the packages need %d MB." % (CHECKOUT, free, MEGABYTES[name])
        )
    if not usable():
        check_venv_module()


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


def run(title, command, lock):
    """Run the command and tell every ten seconds that it still goes on. It holds the lock if this is killed."""
    tell("%s ...\n" % title)
    start = time.time()
    # What it says is shown only when it fails: interrupted, it would say where in its own code it was.
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "universal_newlines": True}
    process = subprocess.Popen(command, pass_fds=[lock], **pipes)
    said = None
    try:
        while said is None:
            try:
                said = process.communicate(timeout=10)[0]
            except subprocess.TimeoutExpired:
                tell("  still at it, %d seconds\n" % (time.time() - start))
    except KeyboardInterrupt:
        process.communicate()
        sys.exit("Interrupted; the next start does it again.")
    if process.returncode != 0:
        tell(said)
        sys.exit("That failed after %d seconds; the lines above say why." % (time.time() - start))
    tell("  done in %d seconds\n" % (time.time() - start))


def tell(text):
    """Go on unseen where the reader of a pipe has gone, but end with a terminal that was closed."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except (AttributeError, OSError) as error:
        if getattr(error, "errno", None) == errno.EIO:
            # See pass_hang_up_on in wiz/servers/progress.py: pip, and what pip started, hear it as well.
            os.killpg(0, signal.SIGHUP)
        sys.stdout = None


def read(path):
    try:
        with open(path) as opened:
            return opened.read()
    except OSError:
        return ""


if __name__ == "__main__":
    main(sys.argv[1:])
