# The web page: static files, no way to any data.
# Build from the root of the repository: docker build -f docker/webapp.Dockerfile .
ARG NODE_VERSION=24

FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /source
COPY . .
RUN node scripts/run.mjs build
RUN npx --yes pnpm@12.21.0 --filter @sojourn/webapp deploy --prod --legacy /image

FROM node:${NODE_VERSION}-bookworm-slim
ENV NODE_ENV=production
ENV SOJOURN_WEBAPP_ADDRESS=0.0.0.0:8083
WORKDIR /app
COPY --from=build /image .
EXPOSE 8083
USER node
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:8083/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]
