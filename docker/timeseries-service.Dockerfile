# The encrypted store. It alone holds keys.
# Build from the root of the repository: docker build -f docker/timeseries-service.Dockerfile .
ARG NODE_VERSION=24

FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /source
COPY . .
RUN node scripts/run.mjs build
RUN npx --yes pnpm@12.21.0 --filter @sojourn/timeseries-service deploy --prod --legacy /image

FROM node:${NODE_VERSION}-bookworm-slim
ENV NODE_ENV=production
# The data folder, and the secret by which our own services know each other, which is all that they share.
RUN install -d -o node -g node -m 0700 /data /keys /shared
ENV SOJOURN_DATA=/data
ENV SOJOURN_SERVICE_TOKEN_FILE=/shared/service-token.key
ENV SOJOURN_PUBLIC_ADDRESS=0.0.0.0:8081
ENV SOJOURN_INTERNAL_ADDRESS=0.0.0.0:8091
WORKDIR /app
COPY --from=build /image .
VOLUME ["/data", "/shared"]
EXPOSE 8081 8091
USER node
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:8081/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Reading in bulk makes many short-lived objects: room for them, and none of them among the old.
CMD ["node", "--max-semi-space-size=64", "--no-allocation-site-pretenuring", "--initial-old-space-size=128", "--heap-growing-percent=300", "dist/main.js"]
