"""How gunicorn serves WIZ; it reads this file by itself when it starts here. Its options go before it."""

import os
import shutil
import tempfile

from wiz.health.logs import from_environment

wsgi_app = "config.wsgi"
bind = os.environ.get("WIZ_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WIZ_WEB_WORKERS", "2"))
# Each thread holds one connection to the database.
threads = int(os.environ.get("WIZ_WEB_THREADS", "4"))
timeout = 60
# Who is being answered when it must stop gets the answer, if that takes no longer.
graceful_timeout = 30
keepalive = 5
# Its default is one socket per user, which two checkouts would fight for.
control_socket_disable = True
logconfig_dict = from_environment()

# Where the workers keep their counts, so that any of them can give the sum. Each looks for it when it imports
# prometheus_client, so nothing here may have imported that before.
_counts = tempfile.mkdtemp(prefix="wiz-metrics-")
os.environ["PROMETHEUS_MULTIPROC_DIR"] = _counts


def on_exit(server):
    shutil.rmtree(_counts, ignore_errors=True)
