#!/usr/bin/env bash
# Starts the demo from a fresh clone of what is committed, with the servers from the wheels, twice:
# the second start keeps the data and is quick. Prints the times. Used by .ci/run.
set -euo pipefail

checkout=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
folder=$(mktemp -d /var/tmp/wiz-clone.XXXXXX)
clone=$folder/wiz
log=$folder/demo.log
# The clone must not see this shell's servers.
unset DATABASE_URL REDIS_URL WIZ_DATA_DIR WIZ_ENV
export WIZ_SERVERS=wheels
PORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export PORT

demo=
finish() {
  [ -z "$demo" ] || kill "$demo" 2>/dev/null && wait "$demo" || true
  make -C "$clone" reset || true
  rm -rf "$folder"
}
trap finish EXIT

# start NAME SECONDS: start the demo and wait until the sign-in page answers 200.
start() {
  local begun=$SECONDS
  : >"$log" # or the loop below would read the last start's lines
  (cd "$clone" && exec make demo) >"$log" 2>&1 &
  demo=$!
  until grep -q '^WIZ runs at' "$log"; do
    if ! kill -0 "$demo" 2>/dev/null || [ $((SECONDS - begun)) -gt "$2" ]; then
      echo "The $1 start failed:"
      cat "$log"
      exit 1
    fi
    sleep 0.2
  done
  python3 - <<'PYTHON'
import os, urllib.request
page = urllib.request.urlopen(f"http://127.0.0.1:{os.environ['PORT']}/", timeout=20)
assert page.status == 200, page.status
print("The sign-in page answers 200 at", page.url)
PYTHON
  echo "The $1 start took $((SECONDS - begun)) s: $(grep '^WIZ runs at' "$log")"
}

stop() {
  make -C "$clone" stop
  wait "$demo"
  # The kernel's word for it: nothing of this clone is left running.
  local process
  for process in /proc/[0-9]*; do
    if [[ $(tr '\0' ' ' 2>/dev/null <"$process/cmdline") == *"$folder"* ]]; then
      echo "Process ${process#/proc/} was left behind."
      exit 1
    fi
  done
}

git clone --quiet "$checkout" "$clone"
start first 600
stop
start second 60
stop
echo "fresh clone: passed"
