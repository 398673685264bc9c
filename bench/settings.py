"""The program's own settings, with a few pages beside it that only `make bench` serves."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
