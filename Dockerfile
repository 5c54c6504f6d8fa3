# Builds in one stage and runs in another, which has no compiler, no package cache and no right to write.
# Pin both by digest where you build: docs/deploy.md says how.
FROM python:3.11-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY bot bot
COPY cards cards
COPY services services
COPY manifest manifest
RUN python -m venv /opt/switchboard
RUN /opt/switchboard/bin/pip install --no-cache-dir --disable-pip-version-check -c constraints.txt .

FROM python:3.11-slim
COPY --from=build /opt/switchboard /opt/switchboard
ENV PATH=/opt/switchboard/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    SWITCHBOARD_HOST=0.0.0.0 \
    SWITCHBOARD_METRICS_HOST=0.0.0.0 \
    SWITCHBOARD_METRICS_PORT=9100
# A number, so that an orchestrator can see that it isn't root's.
USER 10001:10001
WORKDIR /tmp
EXPOSE 3978 9100
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:9100/readyz', timeout=4)"]
ENTRYPOINT ["switchboard"]
CMD ["serve"]
