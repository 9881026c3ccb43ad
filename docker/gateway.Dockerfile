# The one public port.
# Build from the root of the repository: docker build -f docker/gateway.Dockerfile .
ARG NODE_VERSION=24

FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /source
COPY . .
RUN node scripts/run.mjs build
RUN npx --yes pnpm@12.21.0 --filter @sojourn/gateway deploy --prod --legacy /image

FROM node:${NODE_VERSION}-bookworm-slim
ENV NODE_ENV=production
ENV SOJOURN_HOST=0.0.0.0
ENV SOJOURN_PORT=8080
ENV SOJOURN_TIMESERIES_PUBLIC_ADDRESS=http://timeseries-service:8081
ENV SOJOURN_PIPELINE_ADDRESS=http://analysis-pipeline:8082
ENV SOJOURN_WEBAPP_ADDRESS=http://webapp:8083
WORKDIR /app
COPY --from=build /image .
EXPOSE 8080
USER node
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:8080/-/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]
