# Encore online, in two stages: what installs stays behind, what runs has neither pip nor a compiler.
# docker build --tag encore . && docker run --env-file .env --volume encore:/data --read-only encore

FROM python:3.13-slim AS install
COPY requirements/online.txt /
RUN python -m venv --without-pip /venv \
    && python -m pip --python /venv/bin/python install --no-cache-dir --no-compile --only-binary :all: \
        --require-hashes --requirement /online.txt

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home encore \
    && python -m pip uninstall --yes --quiet pip --root-user-action ignore
COPY --from=install /venv /venv
COPY bot /app/bot
COPY cogs /app/cogs
COPY db /app/db
ENV PATH=/venv/bin:$PATH PYTHONPATH=/app PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    ENCORE_DATABASE_URL=sqlite:////data/encore.db ENCORE_LOG_FORMAT=json ENCORE_METRICS_PORT=9126
WORKDIR /data
USER 10001
VOLUME /data
# Ten minutes of grace at the start: Discord lets a bot of many servers wait. Without a port nothing can be asked.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10m --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; p = os.environ['ENCORE_METRICS_PORT'].strip(); p and u.build_opener(u.ProxyHandler({})).open(f'http://127.0.0.1:{p}/ready', timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["python", "-m", "bot"]
