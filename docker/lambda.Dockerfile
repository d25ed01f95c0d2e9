# Thingcore with the interpreters that Lambda functions run in:
#   docker build -f docker/Dockerfile -t thingcore .
#   docker build -f docker/lambda.Dockerfile -t thingcore-lambda docker

ARG THINGCORE=thingcore
FROM ${THINGCORE} AS thingcore
FROM node:22-bookworm-slim AS node

FROM python:3.13-slim-bookworm
# Functions may leave processes behind, and process 1 inherits them; tini takes them off its hands.
RUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*
# AWS's Python runtimes have it, and functions count on that.
RUN pip install --no-cache-dir --root-user-action=ignore boto3==1.44.5
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=thingcore /usr/local/bin/thingcore /usr/local/bin/thingcore
RUN useradd --uid 10001 --user-group --home-dir /data --no-create-home --shell /usr/sbin/nologin thingcore \
    && install -d -o thingcore -g thingcore /data
USER 10001:10001
WORKDIR /data
ENV THINGCORE_DATA_DIR=/data \
    THINGCORE_BIND=0.0.0.0 \
    THINGCORE_OPEN_APIS=true
VOLUME /data
EXPOSE 4566 8883 8443
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=5s --start-period=10s --retries=3 \
    CMD ["/usr/local/bin/thingcore", "health"]
ENTRYPOINT ["/usr/bin/tini", "--", "/usr/local/bin/thingcore"]
