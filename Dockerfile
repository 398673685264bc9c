FROM python:3.13-slim-trixie AS build
WORKDIR /srv/wiz
RUN python -m venv /opt/venv
COPY requirements/base.txt requirements/
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: --requirement requirements/base.txt
COPY . .
# No setting of production is needed for this, and no secret of the trial gets further than this stage.
RUN WIZ_DATA_DIR=/tmp/build WIZ_STATIC_ROOT=/srv/static /opt/venv/bin/python manage.py collectstatic --no-input --verbosity 0

FROM python:3.13-slim-trixie
# pg_dump and psql, for `manage.py backup` and `restore`: as new as the server of docker-compose.yml.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends postgresql-client-17 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --user-group --home-dir /data --shell /usr/sbin/nologin wiz \
 && install --directory --owner wiz --group wiz --mode 0700 /data /data/files /data/run /backups
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv /srv
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    WIZ_BIND=0.0.0.0:8000 \
    WIZ_DATA_DIR=/data \
    WIZ_ENV=production \
    WIZ_STATIC_ROOT=/srv/static
WORKDIR /srv/wiz
USER wiz
VOLUME ["/data", "/backups"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
CMD ["gunicorn"]
